import React, { type ReactNode } from 'react';

interface Props {
  label: string;
  children: ReactNode;
}

/** A line of the tooltip. */
export function Fact({ label, children }: Props) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}
