import React from 'react';
import { act, render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { PlotTip, TipsProvider, useTip } from './tips';

function Tip({ name, wanted = true, rank = 'hover' }: { name: string; wanted?: boolean; rank?: 'hover' | 'card' }) {
  return useTip(wanted, rank) ? <p>{name}</p> : null;
}

const shown = () => screen.queryAllByText(/./, { selector: 'p' }).map(({ textContent }) => textContent);
const page = (...tips: React.ReactNode[]) => <TipsProvider>{tips.map((tip, place) => <React.Fragment key={place}>{tip}</React.Fragment>)}</TipsProvider>;

describe('of the tooltips of a panel, one is shown', () => {
  it('the one that came last, and the one before when it goes', () => {
    const { rerender } = render(page(<Tip name="plot" />, <Tip name="lane" wanted={false} />));
    expect(shown()).toEqual(['plot']);
    rerender(page(<Tip name="plot" />, <Tip name="lane" />));
    expect(shown()).toEqual(['lane']);
    rerender(page(<Tip name="plot" />, null));
    expect(shown()).toEqual(['plot']);
  });

  it('a card before all that follows the pointer, however late that comes', () => {
    const { rerender } = render(page(<Tip name="card" rank="card" />, null));
    rerender(page(<Tip name="card" rank="card" />, <Tip name="annotation" />));
    expect(shown()).toEqual(['card']);
    rerender(page(null, <Tip name="annotation" />));
    expect(shown()).toEqual(['annotation']);
  });

  it('and that of another panel has nothing to do with it', () => {
    render(
      <>
        {page(<Tip name="card" rank="card" />)}
        {page(<Tip name="plot" />)}
      </>
    );
    expect(shown()).toEqual(['card', 'plot']);
  });
});

describe("what stands in Grafana's tooltip", () => {
  const box = () => screen.getByTestId('box').style.visibility;
  const within = (content: React.ReactNode, other: React.ReactNode = null) =>
    page(<div data-testid="box"><PlotTip>{content}</PlotTip></div>, other);

  it('hides its box where it has nothing to say, and where something else is shown', () => {
    const { rerender } = render(within(<p>row</p>));
    expect([shown(), box()]).toEqual([['row'], '']);
    act(() => rerender(within(<p>row</p>, <Tip name="card" rank="card" />)));
    expect([shown(), box()]).toEqual([['card'], 'hidden']);
    rerender(within(null));
    expect([shown(), box()]).toEqual([[], 'hidden']);
  });
});
