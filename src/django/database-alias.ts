/**
 * What is known of the program that these types are used in; nothing by itself. Whoever shows the learner's files to a
 * compiler adds a declaration that tells it `DATABASES`, and with it the aliases.
 */
// eslint-disable-next-line typescript/no-empty-interface, typescript/no-empty-object-type -- Made to be added to.
export interface Register {}

/**
 * A name of a database: a key of the `DATABASES` in `settings.ts`. So a wrong one is an error where it is written, but
 * for what a router answers: that is found out when a query runs.
 *
 *     const readFrom: DatabaseAlias = 'replica';
 *     const orders = await Order.objects.using(readFrom);
 */
export type DatabaseAlias = Register extends { readonly databases: infer Databases }
  ? keyof Databases & string
  : string;
