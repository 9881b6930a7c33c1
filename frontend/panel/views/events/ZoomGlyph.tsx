import React from 'react';

/** A magnifying glass. A list has one per line, so it is an inline path instead of a loaded icon. */
export function ZoomGlyph() {
  return (
    <svg width={14} height={14} viewBox="0 0 14 14" fill="none" stroke="currentColor" strokeWidth={1.4} aria-hidden="true">
      <path d="M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9zM9.3 9.3l3.6 3.6M6 4v4M4 6h4" />
    </svg>
  );
}
