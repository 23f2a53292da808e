/* What the publications let through of a table's changes, as pgoutput decides it. */
#include "relation.h"

/* catalog/pg_publication.h, pg_publication_rel.h, pg_publication_namespace.h: the relations and their columns */
enum { PG_PUBLICATION = 6104, PG_PUBLICATION_REL = 6106, PG_PUBLICATION_NAMESPACE = 6237 };
enum { PUB_OID, PUB_NAME, PUB_OWNER, PUB_ALL_TABLES, PUB_INSERT, PUB_UPDATE, PUB_DELETE, PUB_TRUNCATE, PUB_VIA_ROOT,
       PUB_GENERATED, PUB_COLUMNS };
enum { PR_OID, PR_PUBLICATION, PR_RELATION, PR_FILTER, PR_COLUMNS, PR_ALL };
enum { PN_OID, PN_PUBLICATION, PN_NAMESPACE, PN_ALL };
typedef struct Int2Vector { int vl_len, ndim, dataoffset; Oid elemtype; int dim1, lbound1; int16 values[]; } Int2Vector;
typedef struct Entry { bool found, filtered; Int2Vector *columns; } Entry;

/* How a publication names the table itself; the catalogs are as they were when the change was made. */
static Entry entry_of_table(Oid publication, Oid relid) {
    Entry entry = {false, false, 0};
    Relation catalog = table_open(PG_PUBLICATION_REL, 1 /* AccessShareLock */);
    void *scan = systable_beginscan(catalog, 0, false, 0, 0, 0);
    for (HeapTuple row; (row = systable_getnext(scan));) {
        Datum values[PR_ALL];
        bool nulls[PR_ALL];
        heap_deform_tuple(row, catalog->rd_att, values, nulls);
        if (values[PR_PUBLICATION] != publication || values[PR_RELATION] != relid) continue;
        entry.found = true;
        entry.filtered = !nulls[PR_FILTER];
        if (nulls[PR_COLUMNS]) continue;
        Int2Vector *columns = (Int2Vector *)pg_detoast_datum(values[PR_COLUMNS]);
        entry.columns = palloc(sizeof(Int2Vector) + sizeof(int16) * columns->dim1);
        entry.columns->dim1 = columns->dim1;
        for (int i = 0; i < columns->dim1; i++) entry.columns->values[i] = columns->values[i];
    }
    systable_endscan(scan);
    table_close(catalog, 1);
    return entry;
}

static bool has_schema(Oid publication, Oid namespace) {
    bool found = false;
    Relation catalog = table_open(PG_PUBLICATION_NAMESPACE, 1);
    void *scan = systable_beginscan(catalog, 0, false, 0, 0, 0);
    for (HeapTuple row; (row = systable_getnext(scan));) {
        Datum values[PN_ALL];
        bool nulls[PN_ALL];
        heap_deform_tuple(row, catalog->rd_att, values, nulls);
        if (values[PN_PUBLICATION] == publication && values[PN_NAMESPACE] == namespace) found = true;
    }
    systable_endscan(scan);
    table_close(catalog, 1);
    return found;
}

static bool names(Oid publication, Oid relid) {
    return entry_of_table(publication, relid).found || has_schema(publication, get_rel_namespace(relid));
}

/* One publication that publishes the table: as which table, how far up, and what. */
typedef struct Publishing { Oid oid, as; int level; bool actions[4]; char generated; } Publishing;

/* As pgoutput's get_rel_sync_entry() decides it (src/backend/replication/pgoutput/pgoutput.c). */
static bool publishes(Datum *row, Relation rel, List *ancestors, Publishing *by) {
    bool publish = row[PUB_ALL_TABLES], via_root = row[PUB_VIA_ROOT];
    int levels = ancestors ? ancestors->length : 0;
    by->oid = row[PUB_OID];
    by->as = rel->rd_id;
    by->level = 0;
    if (publish && via_root && levels) {
        by->as = (Oid)ancestors->elements[levels - 1];
        by->level = levels;
    }
    for (int i = 0; !row[PUB_ALL_TABLES] && i < levels; i++) {
        if (!names(by->oid, (Oid)ancestors->elements[i])) continue;
        publish = true;
        if (!via_root) continue;
        by->as = (Oid)ancestors->elements[i];
        by->level = i + 1;
    }
    if (!publish) publish = names(by->oid, rel->rd_id);
    for (int i = 0; i < 4; i++) by->actions[i] = row[PUB_INSERT + i];
    by->generated = (char)row[PUB_GENERATED];
    return publish && (rel->rd_rel->relkind != 'p' || via_root);
}

enum { MAX_PUBLISHING = 64 };

/* Fills in the publications by which the table's changes travel, and gives how many they are. */
static int publications_of(Relation rel, Publishing *all, bool *actions) {
    List *ancestors = rel->rd_rel->relispartition ? get_partition_ancestors(rel->rd_id) : 0;
    Relation catalog = table_open(PG_PUBLICATION, 1);
    void *scan = systable_beginscan(catalog, 0, false, 0, 0, 0);
    int count = 0;
    for (HeapTuple row; (row = systable_getnext(scan));) {
        Datum values[PUB_COLUMNS];
        bool nulls[PUB_COLUMNS];
        Publishing by;
        heap_deform_tuple(row, catalog->rd_att, values, nulls);
        if (!publishes(values, rel, ancestors, &by)) continue;
        for (int i = 0; i < 4; i++) actions[i] |= by.actions[i];
        if (count && all[0].level > by.level) continue; /* the topmost ancestor of all publications decides */
        if (count && all[0].level < by.level) count = 0;
        if (count < MAX_PUBLISHING) all[count++] = by;
    }
    systable_endscan(scan);
    table_close(catalog, 1);
    return count;
}

/* The columns that one publication publishes of a table. */
static void published_columns(StringInfo out, TupleDesc desc, Publishing *by, Entry entry) {
    bool first = true;
    appendStringInfoChar(out, '[');
    for (int i = 0; i < desc->natts; i++) {
        FormData_pg_attribute *attr = attribute(desc, i);
        bool listed = !entry.columns && (!attr->attgenerated || (attr->attgenerated == 's' && by->generated == 's'));
        for (int j = 0; entry.columns && j < entry.columns->dim1; j++) listed |= entry.columns->values[j] == i + 1;
        if (attr->attisdropped || !listed) continue;
        comma(out, &first);
        escape_json(out, attr->attname);
    }
    appendStringInfoChar(out, ']');
}

/*
 * What the publications let through: as which table ("as", a partition's root where publish_via_partition_root says so),
 * which operations ("publish"), which columns ("columns", once for each publication: pgoutput refuses lists that differ),
 * and whether all of them filter rows ("filter").
 */
static void published(StringInfo out, Relation rel) {
    Publishing all[MAX_PUBLISHING];
    bool actions[4] = {false, false, false, false}, filtered;
    int count = publications_of(rel, all, actions);
    Relation as = count && all[0].as != rel->rd_id ? RelationIdGetRelation(all[0].as) : rel;
    appendStringInfoString(out, ",\"as\":{");
    relation_name(out, as);
    identity(out, as);
    appendStringInfoString(out, "},\"publish\":\"");
    for (int i = 0; i < 4; i++)
        if (count && actions[i]) appendStringInfoChar(out, "iudt"[i]);
    appendStringInfoString(out, "\",\"columns\":[");
    filtered = count > 0;
    for (int i = 0; i < count; i++) {
        Entry entry = entry_of_table(all[i].oid, as->rd_id);
        if (i) appendStringInfoChar(out, ',');
        published_columns(out, as->rd_att, &all[i], entry);
        filtered &= entry.filtered;
    }
    appendStringInfo(out, "],\"filter\":%s", filtered ? "true" : "false");
    if (as != rel) RelationClose(as);
}
