/*
 * replayground_decoding: PostgreSQL's own logical decoding, as JSON.
 *
 * An output plugin for PostgreSQL 18, compiled to a WebAssembly side module that PGlite loads as an extension. pgoutput
 * cannot be loaded there: it imports functions that PGlite's main module does not export.
 *
 * Rows of pg_logical_slot_peek_changes, one JSON object each, transactions in commit order:
 *
 *   {"action":"B","xid":753,"lsn":"0/E26800","time":783075600000000,"catalog":false}
 *       begins a transaction: the end of its commit record, its commit time in microseconds since 2000-01-01 UTC, and
 *       whether it changed the catalogs, by whatever statement
 *   {"action":"R","rel":16384,"schema":..,"table":..,"identity":"d","key":["id"],"types":{..},
 *    "as":{"schema":..,"table":..,"identity":..,"key":[..]},"publish":"iudt","columns":[[..]],"filter":false}
 *       describes a table before its first change, and again when that may have become another; see published()
 *   {"action":"I","rel":16384,"new":{..}}
 *   {"action":"U","rel":16384,"new":{..},"old":{..}}   old: the old key if it changed, or the old row (identity full)
 *   {"action":"D","rel":16384,"old":{..}}
 *   {"action":"T","cascade":false,"restart":false,"rels":[16384]}
 *   {"action":"M","prefix":..,"content":..}            pg_logical_emit_message(true, ..)
 *
 * Values are in text format, or null. A TOASTed value that an update left alone is not in the WAL, so it is absent; so is
 * a virtual generated column, which is stored nowhere.
 * "identity" is pg_class.relreplident; "key" the columns of the replica identity's index.
 *
 * Options:
 *   'after', an LSN: transactions whose commit record ends at or before it are left out, so that a slot can be peeked
 *     again and again without moving it.
 *   'where': says in a notice at which address the slot is kept.
 */
#include "published.h"

/* "0/E26800", already checked by the caller's cast to pg_lsn */
static XLogRecPtr parse_lsn(const char *text) {
    uint64 high = 0, word = 0;
    for (; *text; text++) {
        if (*text == '/') { high = word; word = 0; continue; }
        word = word * 16 + (*text <= '9' ? *text - '0' : (*text & ~32) - 'A' + 10);
    }
    return (high << 32) | word;
}

/* Tables that have been described in this call, to which whatever changes a table's description puts an end. A
 * publication does: Postgres invalidates the tables that it gains or loses. */
enum { MAX_DESCRIBED = 256 };
static Oid described[MAX_DESCRIBED];
static int described_count;

static void forget_described(Datum arg, Oid relid) { described_count = 0; }

static void startup(LogicalDecodingContext *ctx, OutputPluginOptions *options, bool is_init) {
    forget_described(0, 0);
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
    appendStringInfo(ctx->out, "{\"action\":\"B\",\"xid\":%u,\"lsn\":\"%X/%X\",\"time\":%lld,\"catalog\":%s}", txn->xid,
                     (uint32)(txn->end_lsn >> 32), (uint32)txn->end_lsn, txn->commit_time,
                     txn->flags & RBTXN_HAS_CATALOG_CHANGES ? "true" : "false");
    OutputPluginWrite(ctx, true);
}

static void commit(LogicalDecodingContext *ctx, Transaction *txn, XLogRecPtr lsn) {}

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
        if (attr->attisdropped || attr->attgenerated == 'v' || (nulls[i] && only_key)) continue;
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

static void describe(LogicalDecodingContext *ctx, Relation rel) {
    for (int i = 0; i < described_count; i++)
        if (described[i] == rel->rd_id) return;
    OutputPluginPrepareWrite(ctx, true);
    appendStringInfo(ctx->out, "{\"action\":\"R\",\"rel\":%u,", rel->rd_id);
    relation_name(ctx->out, rel);
    identity(ctx->out, rel);
    types(ctx->out, rel->rd_att);
    published(ctx->out, rel);
    appendStringInfoChar(ctx->out, '}');
    OutputPluginWrite(ctx, true);
    if (described_count == MAX_DESCRIBED) described_count = 0;
    described[described_count++] = rel->rd_id;
}

static void change(LogicalDecodingContext *ctx, Transaction *txn, Relation rel, Change *change) {
    const char *action = change->action == CHANGE_INSERT ? "I" : change->action == CHANGE_UPDATE ? "U" : "D";
    if (!is_wanted(ctx, txn)) return;
    describe(ctx, rel);
    OutputPluginPrepareWrite(ctx, true);
    appendStringInfo(ctx->out, "{\"action\":\"%s\",\"rel\":%u", action, rel->rd_id);
    if (change->row.new) tuple(ctx->out, "new", rel->rd_att, change->row.new, false);
    if (change->row.old) tuple(ctx->out, "old", rel->rd_att, change->row.old, rel->rd_rel->relreplident != 'f');
    appendStringInfoChar(ctx->out, '}');
    OutputPluginWrite(ctx, true);
}

static void truncate(LogicalDecodingContext *ctx, Transaction *txn, int n, Relation *rels, Change *change) {
    if (!is_wanted(ctx, txn)) return;
    for (int i = 0; i < n; i++) describe(ctx, rels[i]);
    OutputPluginPrepareWrite(ctx, true);
    appendStringInfo(ctx->out, "{\"action\":\"T\",\"cascade\":%s,\"restart\":%s,\"rels\":[",
                     change->truncate.cascade ? "true" : "false", change->truncate.restart_seqs ? "true" : "false");
    for (int i = 0; i < n; i++) appendStringInfo(ctx->out, i ? ",%u" : "%u", rels[i]->rd_id);
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
    static bool registered = false;
    if (!registered) CacheRegisterRelcacheCallback(forget_described, 0);
    registered = true;
    callbacks->startup = startup;
    callbacks->begin = begin;
    callbacks->change = change;
    callbacks->truncate = truncate;
    callbacks->commit = commit;
    callbacks->message = message;
}
