/* How tables are described: names, columns, replica identity. */
#include "server_abi.h"

static FormData_pg_attribute *attribute(TupleDesc desc, int i) {
    return (FormData_pg_attribute *)(&desc->compact_attrs[desc->natts]) + i;
}

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
        if (attr->attisdropped || attr->attgenerated == 'v') continue;
        comma(out, &first);
        member(out, attr->attname);
        escape_json(out, format_type_with_typemod(attr->atttypid, attr->atttypmod));
    }
    appendStringInfoChar(out, '}');
}
