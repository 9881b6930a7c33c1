import React from 'react';
import { t } from '@grafana/i18n';
import { ConfigSection } from '@grafana/plugin-ui';
import { Button, IconButton, InlineField, Stack, TextArea } from '@grafana/ui';

import { MOST_CALENDARS } from '../../contract/limits';
import { selectors } from '../../shared/selectors';
import { DraftInput } from '../fields/DraftInput';
import { useDraft } from '../fields/useDraft';
import { isCalendar } from '../knowledge/validate';
import type { HolidayCalendar, SeismoJsonData } from '../types';

interface Props {
  calendars: HolidayCalendar[];
  readOnly?: boolean;
  onChange: (change: Partial<SeismoJsonData>) => void;
}

const LABEL_WIDTH = 24;

/** Holiday calendars for queries. Their text is stored here: no URL is fetched. */
export function CalendarSettings({ calendars, readOnly, onChange }: Props) {
  const set = (changed: HolidayCalendar[]) => onChange({ calendars: changed.length === 0 ? undefined : changed });
  const change = (at: number, part: Partial<HolidayCalendar>) =>
    set(calendars.map((calendar, index) => (index === at ? { ...calendar, ...part } : calendar)));

  return (
    <div data-testid={selectors.configEditor.calendars}>
      <ConfigSection
        title={t('datasource.config.calendars', 'Holidays')}
        description={t('datasource.config.calendarsDescription', 'Calendars that queries can name; a holiday counts as a Sunday')}
        isCollapsible
        isInitiallyOpen={calendars.length > 0}
      >
        <Stack direction="column" gap={1}>
          {calendars.map((calendar, at) => (
            // A calendar can be renamed, so its index is its key.
            <CalendarFields
              key={at}
              id={`calendar-${at}`}
              number={at + 1}
              calendar={calendar}
              isDouble={calendars.some(({ name }, index) => index < at && name.trim() === calendar.name.trim())}
              readOnly={readOnly}
              onChange={(part) => change(at, part)}
              onRemove={() => set(calendars.filter((_, index) => index !== at))}
            />
          ))}
          <div>
            <Button
              variant="secondary"
              icon="plus"
              disabled={readOnly || calendars.length >= MOST_CALENDARS}
              onClick={() => set([...calendars, { name: '', ics: '' }])}
            >
              {t('datasource.config.addCalendar', 'Add calendar')}
            </Button>
          </div>
        </Stack>
      </ConfigSection>
    </div>
  );
}

interface FieldsProps {
  id: string;
  number: number;
  calendar: HolidayCalendar;
  isDouble: boolean;
  readOnly?: boolean;
  onChange: (part: Partial<HolidayCalendar>) => void;
  onRemove: () => void;
}

function CalendarFields({ id, number, calendar, isDouble, readOnly, onChange, onRemove }: FieldsProps) {
  const { text, setDraft, commit } = useDraft(calendar.ics, (ics) => onChange({ ics }));
  const isNameless = calendar.name.trim() === '';
  const isText = isCalendar(calendar.ics);
  return (
    <div>
      <Stack gap={0.5} alignItems="center">
        <InlineField
          label={t('datasource.config.calendarName', 'Name')}
          labelWidth={LABEL_WIDTH}
          disabled={readOnly}
          invalid={isNameless || isDouble}
          error={
            isDouble
              ? t('datasource.config.calendarDouble', 'Another calendar has this name')
              : t('datasource.config.calendarNameless', 'Queries name a calendar, so it needs a name such as de')
          }
        >
          <DraftInput
            id={`${id}-name`}
            width={20}
            placeholder="de"
            invalid={isNameless || isDouble}
            value={calendar.name}
            onCommit={(name) => onChange({ name: name.trim() })}
          />
        </InlineField>
        <IconButton
          name="trash-alt"
          disabled={readOnly}
          tooltip={t('datasource.config.removeCalendar', 'Remove calendar {{number}}', { number })}
          onClick={onRemove}
        />
      </Stack>
      <InlineField
        label={t('datasource.config.calendarText', 'iCalendar text')}
        labelWidth={LABEL_WIDTH}
        tooltip={t('datasource.config.calendarTextTooltip', 'The content of an .ics file, at most 256 KiB and 2000 events')}
        disabled={readOnly}
        grow
        htmlFor={`${id}-ics`}
        invalid={!isText}
        error={t('datasource.config.calendarTextError', 'It starts with BEGIN:VCALENDAR, as an .ics file does, and has at most 256 KiB')}
      >
        <TextArea
          id={`${id}-ics`}
          rows={5}
          disabled={readOnly}
          spellCheck={false}
          placeholder="BEGIN:VCALENDAR"
          value={text}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onBlur={() => commit()}
        />
      </InlineField>
    </div>
  );
}
