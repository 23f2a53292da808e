/** What was given is no plan. The message says what to do about it. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}
