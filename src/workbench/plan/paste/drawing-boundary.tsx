import { Component, type ReactNode } from 'react';

interface DrawingState {
  readonly error: Error | null;
}

/** A plan that cannot be drawn breaks nothing but its own picture: its text is still there to be changed. */
export class DrawingBoundary extends Component<{ readonly children: ReactNode }, DrawingState> {
  override state: DrawingState = { error: null };

  static getDerivedStateFromError(error: unknown): DrawingState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <p className="plan-wrong-text" role="alert">
        This plan was read, but could not be drawn: {error.message}
      </p>
    );
  }
}
