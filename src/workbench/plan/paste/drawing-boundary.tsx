import { Component, type ReactNode } from 'react';

interface DrawingProps {
  /** What the picture is of: with another, it is tried again. */
  readonly of: string;
  readonly children: ReactNode;
}

interface DrawingState {
  readonly of: string;
  readonly error: Error | null;
}

/** A plan that cannot be drawn breaks nothing but its own picture: its text is still there to be changed. */
export class DrawingBoundary extends Component<DrawingProps, DrawingState> {
  override state: DrawingState = { of: this.props.of, error: null };

  static getDerivedStateFromError(error: unknown): Partial<DrawingState> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps({ of }: DrawingProps, state: DrawingState): DrawingState | null {
    return of === state.of ? null : { of, error: null };
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
