/*
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
    char before_relkind[47];
    char relkind;
    char before_relreplident[10];
    char relreplident;
    bool relispartition;
} FormData_pg_class;
OFFSET(FormData_pg_class, relkind, 119);
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
enum { RBTXN_HAS_CATALOG_CHANGES = 1 };
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
extern Relation table_open(Oid, int lockmode);
extern void table_close(Relation, int lockmode);
extern Relation RelationIdGetRelation(Oid);
extern void RelationClose(Relation);
extern Oid get_rel_namespace(Oid);
extern List *get_partition_ancestors(Oid); /* the nearest first */
extern void *systable_beginscan(Relation, Oid index, bool with_index, void *snapshot, int keys, void *key);
extern HeapTuple systable_getnext(void *scan);
extern void systable_endscan(void *scan);
extern void CacheRegisterRelcacheCallback(void (*)(Datum, Oid), Datum);
extern char *defGetString(DefElem *);
extern int strcmp(const char *, const char *);
extern bool errstart(int level, const char *domain);
extern int errmsg_internal(const char *, ...);
extern void errfinish(const char *file, int line, const char *function);
extern void *palloc(Size);
extern void pfree(void *);
