/*
 * replayground_decoding: PostgreSQL's own logical decoding, as JSON.
 *
 * An output plugin for PostgreSQL 18, compiled to a WebAssembly side module that PGlite loads as an extension. pgoutput
 * cannot be loaded there: it imports functions that PGlite's main module does not export.
 *
 * Rows of pg_logical_slot_peek_changes, one JSON object each, transactions in commit order:
 *
 *   {"action":"B","xid":753,"lsn":"0/E26800","time":783075600000000}
 *       begins a transaction: the end of its commit record, and its commit time in microseconds since 2000-01-01 UTC
 *   {"action":"I","schema":..,"table":..,"identity":"d","key":["id"],"types":{..},"new":{..}}
 *   {"action":"U", .. "new":{..},"old":{..}}      old: the old key if it changed, or the old row (identity full)
 *   {"action":"D", .. "old":{..}}
 *   {"action":"T","cascade":false,"restart":false,"tables":[{"schema":..,"table":..}]}
 *   {"action":"M","prefix":..,"content":..}       pg_logical_emit_message(true, ..)
 *
 * Values are in text format, or null. A TOASTed value that an update left alone is not in the WAL, so it is absent.
 * "identity" is pg_class.relreplident; "key" the columns of the replica identity's index.
 *
 * Options:
 *   'after', an LSN: transactions whose commit record ends at or before it are left out, so that a slot can be peeked
 *     again and again without moving it.
 *   'where': says in a notice at which address the slot is kept.
 *
 * PGlite ships no headers, so the few structures that are touched are declared here, laid out for wasm32: 4-byte
 * pointers, 64-bit integers aligned to 8. They belong to PostgreSQL 18; each offset that matters is asserted, and the
 * tests compare what is read through them with what the catalogs say.
 */
typedef unsigned char uint8;
typedef unsigned int uint32;
typedef unsigned long long uint64;
typedef short int16;
typedef long long int64;
typedef _Bool bool;
typedef uint32 Oid;
typedef uint32 Datum;
typedef uint32 Size;
typedef uint64 XLogRecPtr;

#define EXPORT __attribute__((visibility("default")))
#define OFFSET(type, field, bytes) _Static_assert(__builtin_offsetof(type, field) == bytes, #type "." #field)
enum { false, true };

/* fmgr.h: what PostgreSQL compares before it agrees to load a library */
struct Pg_magic {
    int len, version, funcmaxargs, indexmaxkeys, namedatalen, float8byval;
    char abi_extra[32];
    const char *name, *module_version;
};
static const struct Pg_magic magic = {64, 1800, 100, 32, 64, 0, "PostgreSQL", "replayground_decoding", "1"};
EXPORT const void *Pg_magic_func(void) { return &magic; }

/* nodes/pg_list.h, nodes/parsenodes.h */
typedef struct List { int type, length, max_length; void **elements; } List;
typedef struct DefElem { int type; char *defnamespace, *defname; void *arg; } DefElem;

/* access/htup.h, access/tupdesc.h, catalog/pg_attribute.h */
typedef struct HeapTupleData { uint32 t_len; uint8 t_self[6]; Oid t_tableOid; void *t_data; } *HeapTuple;
typedef struct FormData_pg_attribute {
    Oid attrelid;
    char attname[64];
    Oid atttypid;
    int16 attlen, attnum;
    int atttypmod;
    int16 attndims;
    bool attbyval;
    char attalign, attstorage, attcompression;
    bool attnotnull, atthasdef, atthasmissing;
    char attidentity, attgenerated;
    bool attisdropped, attislocal;
    int16 attinhcount;
    Oid attcollation;
} FormData_pg_attribute;
_Static_assert(sizeof(FormData_pg_attribute) == 100, "the fixed part of pg_attribute");
typedef struct CompactAttribute { int attcacheoff; int16 attlen; uint8 flags[7]; } CompactAttribute;
_Static_assert(sizeof(CompactAttribute) == 16, "CompactAttribute");
typedef struct TupleDescData {
    int natts;
    Oid tdtypeid;
    int tdtypmod, tdrefcount;
    void *constr;
    CompactAttribute compact_attrs[]; /* natts of these, then natts of FormData_pg_attribute */
} *TupleDesc;

/* catalog/pg_class.h, catalog/pg_index.h, utils/rel.h */
typedef struct FormData_pg_class {
    Oid oid;
    char relname[64];
    Oid relnamespace;
    char between[58];
    char relreplident;
} FormData_pg_class;
OFFSET(FormData_pg_class, relreplident, 130);
typedef struct FormData_pg_index {
    Oid indexrelid, indrelid;
    int16 indnatts, indnkeyatts;
    bool flags[11];
    struct { int vl_len, ndim, dataoffset; Oid elemtype; int dim1, lbound1; int16 values[]; } indkey;
} FormData_pg_index;
OFFSET(FormData_pg_index, indkey.values, 48);
typedef struct RelationData {
    char before_rel[48];
    FormData_pg_class *rd_rel;
    TupleDesc rd_att;
    Oid rd_id;
    char before_replidindex[84];
    Oid rd_replidindex; /* valid after RelationGetIndexList() */
    char before_index[44];
    FormData_pg_index *rd_index; /* of an index */
} *Relation;
OFFSET(struct RelationData, rd_replidindex, 144);
OFFSET(struct RelationData, rd_index, 192);

/* replication/reorderbuffer.h */
enum { CHANGE_INSERT, CHANGE_UPDATE, CHANGE_DELETE };
typedef struct Transaction {
    uint32 flags, xid, toplevel_xid;
    char *gid;
    XLogRecPtr first_lsn, final_lsn, end_lsn;
    void *toptxn;
    XLogRecPtr restart_decoding_lsn;
    uint32 origin_id;
    XLogRecPtr origin_lsn;
    int64 commit_time;
} Transaction;
OFFSET(Transaction, end_lsn, 32);
OFFSET(Transaction, commit_time, 72);
typedef struct Change {
    XLogRecPtr lsn;
    int action;
    Transaction *txn;
    uint32 origin_id;
    union {
        struct { uint32 locator[3]; bool clear_toast_afterwards; HeapTuple old, new; } row;
        struct { Size count; bool cascade, restart_seqs; } truncate;
    };
} Change;
OFFSET(Change, row.old, 36);

/* replication/logical.h, replication/output_plugin.h */
typedef struct StringInfoData *StringInfo;
typedef struct LogicalDecodingContext {
    void *context, *slot;
    char before_options[108];
    List *output_plugin_options;
    char before_out[12];
    StringInfo out;
    void *output_plugin_private;
} LogicalDecodingContext;
OFFSET(LogicalDecodingContext, output_plugin_options, 116);
OFFSET(LogicalDecodingContext, out, 132);
typedef struct OutputPluginOptions { int output_type; bool receive_rewrites; } OutputPluginOptions;
typedef struct OutputPluginCallbacks {
    void *startup, *begin, *change, *truncate, *commit, *message;
    void *rest[15];
} OutputPluginCallbacks;

extern void OutputPluginPrepareWrite(LogicalDecodingContext *, bool last);
extern void OutputPluginWrite(LogicalDecodingContext *, bool last);
extern void appendStringInfo(StringInfo, const char *, ...);
extern void appendStringInfoChar(StringInfo, char);
extern void appendStringInfoString(StringInfo, const char *);
extern void escape_json(StringInfo, const char *);
extern void heap_deform_tuple(HeapTuple, TupleDesc, Datum *, bool *);
extern void getTypeOutputInfo(Oid, Oid *output, bool *is_varlena);
extern char *OidOutputFunctionCall(Oid, Datum);
extern Datum pg_detoast_datum(Datum);
extern char *get_namespace_name(Oid);
extern char *format_type_with_typemod(Oid, int typmod);
extern List *RelationGetIndexList(Relation);
extern Relation index_open(Oid, int lockmode);
extern void index_close(Relation, int lockmode);
extern char *defGetString(DefElem *);
extern int strcmp(const char *, const char *);
extern bool errstart(int level, const char *domain);
extern int errmsg_internal(const char *, ...);
extern void errfinish(const char *file, int line, const char *function);
extern void *palloc(Size);
extern void pfree(void *);

static FormData_pg_attribute *attribute(TupleDesc desc, int i) {
    return (FormData_pg_attribute *)(&desc->compact_attrs[desc->natts]) + i;
}

/* "0/E26800", already checked by the caller's cast to pg_lsn */
static XLogRecPtr parse_lsn(const char *text) {
    uint64 high = 0, word = 0;
    for (; *text; text++) {
        if (*text == '/') { high = word; word = 0; continue; }
        word = word * 16 + (*text <= '9' ? *text - '0' : (*text & ~32) - 'A' + 10);
    }
    return (high << 32) | word;
}

static void startup(LogicalDecodingContext *ctx, OutputPluginOptions *options, bool is_init) {
    XLogRecPtr *after = palloc(sizeof(XLogRecPtr));
    List *given = ctx->output_plugin_options;
    *after = 0;
    for (int i = 0; given && i < given->length; i++) {
        DefElem *option = given->elements[i];
        if (strcmp(option->defname, "after") == 0) *after = parse_lsn(defGetString(option));
        if (strcmp(option->defname, "where") == 0 && errstart(18 /* NOTICE */, 0)) {
            errmsg_internal("the slot is at %u", (uint32)ctx->slot);
            errfinish("output_plugin.c", 0, "startup");
        }
    }
    ctx->output_plugin_private = after;
    options->output_type = 1; /* OUTPUT_PLUGIN_TEXTUAL_OUTPUT */
    options->receive_rewrites = false;
}

static bool is_wanted(LogicalDecodingContext *ctx, Transaction *txn) {
    return txn->end_lsn > *(XLogRecPtr *)ctx->output_plugin_private;
}

static void begin(LogicalDecodingContext *ctx, Transaction *txn) {
    if (!is_wanted(ctx, txn)) return;
    OutputPluginPrepareWrite(ctx, true);
    appendStringInfo(ctx->out, "{\"action\":\"B\",\"xid\":%u,\"lsn\":\"%X/%X\",\"time\":%lld}", txn->xid,
                     (uint32)(txn->end_lsn >> 32), (uint32)txn->end_lsn, txn->commit_time);
    OutputPluginWrite(ctx, true);
}

static void commit(LogicalDecodingContext *ctx, Transaction *txn, XLogRecPtr lsn) {}

static void comma(StringInfo out, bool *first) {
    if (!*first) appendStringInfoChar(out, ',');
    *first = false;
}

static void member(StringInfo out, const char *name) {
    escape_json(out, name);
    appendStringInfoChar(out, ':');
}

static void relation_name(StringInfo out, Relation rel) {
    appendStringInfoString(out, "\"schema\":");
    escape_json(out, get_namespace_name(rel->rd_rel->relnamespace));
    appendStringInfoString(out, ",\"table\":");
    escape_json(out, rel->rd_rel->relname);
}

/* The columns by which the replica will find the row. */
static void identity(StringInfo out, Relation rel) {
    bool first = true;
    appendStringInfo(out, ",\"identity\":\"%c\",\"key\":[", rel->rd_rel->relreplident);
    RelationGetIndexList(rel);
    if (rel->rd_replidindex) {
        Relation index = index_open(rel->rd_replidindex, 1 /* AccessShareLock */);
        for (int i = 0; i < index->rd_index->indnkeyatts; i++) {
            comma(out, &first);
            escape_json(out, attribute(rel->rd_att, index->rd_index->indkey.values[i] - 1)->attname);
        }
        index_close(index, 1);
    }
    appendStringInfoChar(out, ']');
}

static void types(StringInfo out, TupleDesc desc) {
    bool first = true;
    appendStringInfoString(out, ",\"types\":{");
    for (int i = 0; i < desc->natts; i++) {
        FormData_pg_attribute *attr = attribute(desc, i);
        if (attr->attisdropped) continue;
        comma(out, &first);
        member(out, attr->attname);
        escape_json(out, format_type_with_typemod(attr->atttypid, attr->atttypmod));
    }
    appendStringInfoChar(out, '}');
}

/* A TOASTed value that the update left alone is only a pointer: its content is not in the WAL. */
static bool is_unchanged_toast(FormData_pg_attribute *attr, Datum value) {
    uint8 *varlena = (uint8 *)value;
    return attr->attlen == -1 && varlena[0] == 1 && varlena[1] == 18 /* VARTAG_ONDISK */;
}

/* An old tuple that is only a key has nulls in place of all other columns: these are not values. */
static void tuple(StringInfo out, const char *name, TupleDesc desc, HeapTuple row, bool only_key) {
    Datum *values = palloc(sizeof(Datum) * desc->natts);
    bool *nulls = palloc(desc->natts);
    bool first = true;
    heap_deform_tuple(row, desc, values, nulls);
    appendStringInfo(out, ",\"%s\":{", name);
    for (int i = 0; i < desc->natts; i++) {
        FormData_pg_attribute *attr = attribute(desc, i);
        Oid output;
        bool is_varlena;
        if (attr->attisdropped || (nulls[i] && only_key)) continue;
        if (!nulls[i] && is_unchanged_toast(attr, values[i])) continue;
        comma(out, &first);
        member(out, attr->attname);
        if (nulls[i]) { appendStringInfoString(out, "null"); continue; }
        getTypeOutputInfo(attr->atttypid, &output, &is_varlena);
        escape_json(out, OidOutputFunctionCall(output, is_varlena ? pg_detoast_datum(values[i]) : values[i]));
    }
    appendStringInfoChar(out, '}');
    pfree(values);
    pfree(nulls);
}

static void change(LogicalDecodingContext *ctx, Transaction *txn, Relation rel, Change *change) {
    const char *action = change->action == CHANGE_INSERT ? "I" : change->action == CHANGE_UPDATE ? "U" : "D";
    if (!is_wanted(ctx, txn)) return;
    OutputPluginPrepareWrite(ctx, true);
    appendStringInfo(ctx->out, "{\"action\":\"%s\",", action);
    relation_name(ctx->out, rel);
    identity(ctx->out, rel);
    types(ctx->out, rel->rd_att);
    if (change->row.new) tuple(ctx->out, "new", rel->rd_att, change->row.new, false);
    if (change->row.old) tuple(ctx->out, "old", rel->rd_att, change->row.old, rel->rd_rel->relreplident != 'f');
    appendStringInfoChar(ctx->out, '}');
    OutputPluginWrite(ctx, true);
}

static void truncate(LogicalDecodingContext *ctx, Transaction *txn, int n, Relation *rels, Change *change) {
    bool first = true;
    if (!is_wanted(ctx, txn)) return;
    OutputPluginPrepareWrite(ctx, true);
    appendStringInfo(ctx->out, "{\"action\":\"T\",\"cascade\":%s,\"restart\":%s,\"tables\":[",
                     change->truncate.cascade ? "true" : "false", change->truncate.restart_seqs ? "true" : "false");
    for (int i = 0; i < n; i++) {
        comma(ctx->out, &first);
        appendStringInfoChar(ctx->out, '{');
        relation_name(ctx->out, rels[i]);
        appendStringInfoChar(ctx->out, '}');
    }
    appendStringInfoString(ctx->out, "]}");
    OutputPluginWrite(ctx, true);
}

/* A message outside of a transaction belongs to no commit, so it does not travel. */
static void message(LogicalDecodingContext *ctx, Transaction *txn, XLogRecPtr lsn, bool transactional,
                    const char *prefix, Size size, const char *content) {
    char *text;
    if (!transactional || !is_wanted(ctx, txn)) return;
    text = palloc(size + 1);
    for (Size i = 0; i < size; i++) text[i] = content[i];
    text[size] = 0;
    OutputPluginPrepareWrite(ctx, true);
    appendStringInfoString(ctx->out, "{\"action\":\"M\",\"prefix\":");
    escape_json(ctx->out, prefix);
    appendStringInfoString(ctx->out, ",\"content\":");
    escape_json(ctx->out, text);
    appendStringInfoChar(ctx->out, '}');
    OutputPluginWrite(ctx, true);
    pfree(text);
}

EXPORT void _PG_output_plugin_init(OutputPluginCallbacks *callbacks) {
    callbacks->startup = startup;
    callbacks->begin = begin;
    callbacks->change = change;
    callbacks->truncate = truncate;
    callbacks->commit = commit;
    callbacks->message = message;
}
