import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup, Stack, TextArea } from '@grafana/ui';

import type { Holidays } from '../../contract/types';
import { ChoiceField } from '../fields/ChoiceField';
import { useDraft } from '../fields/useDraft';

interface Props {
  idPrefix: string;
  holidays: Holidays | undefined;
  /** Names of the data source's calendars. */
  calendars: string[];
  wrongFields: ReadonlySet<string>;
  onChange: (holidays: Holidays | undefined) => void;
  onRun: () => void;
}

type Origin = 'none' | 'calendar' | 'ics';

/** Days that count as Sundays: a calendar of the data source, or one of the query's own. */
export function HolidayFields({ idPrefix, holidays, calendars, wrongFields, onChange, onRun }: Props) {
  const label = t('datasource.knowledge.holidays', 'Holidays');
  return (
    <Stack gap={0.5} wrap="wrap">
      <InlineField
        label={label}
        labelWidth={20}
        tooltip={t(
          'datasource.knowledge.holidaysTooltip',
          'A holiday counts as a Sunday of the week, and is not learnt into daily and weekly profiles'
        )}
      >
        <RadioButtonGroup
          id={`${idPrefix}-holidays`}
          aria-label={label}
          options={origins()}
          value={originOf(holidays)}
          onChange={(origin) => onChange(emptyOf(origin, calendars))}
        />
      </InlineField>
      {holidays?.calendar !== undefined && (
        <ChoiceField
          id={`${idPrefix}-calendar`}
          label={t('datasource.knowledge.calendar', 'Calendar')}
          tooltip={t('datasource.knowledge.calendarTooltip', 'The name of a calendar in the settings of the data source')}
          width={24}
          value={holidays.calendar}
          choices={calendars}
          invalid={wrongFields.has('detection.holidays.calendar')}
          onChange={(calendar) => onChange({ calendar })}
          onRun={onRun}
        />
      )}
      {holidays?.ics !== undefined && (
        <IcsField
          id={`${idPrefix}-ics`}
          value={holidays.ics}
          invalid={wrongFields.has('detection.holidays.ics')}
          onCommit={(ics) => onChange({ ics })}
        />
      )}
    </Stack>
  );
}

interface IcsProps {
  id: string;
  value: string;
  invalid: boolean;
  onCommit: (text: string) => void;
}

function IcsField({ id, value, invalid, onCommit }: IcsProps) {
  const { text, setDraft, commit } = useDraft(value, onCommit);
  return (
    <InlineField label={t('datasource.knowledge.ics', 'iCalendar text')} labelWidth={20} invalid={invalid} grow htmlFor={id}>
      <TextArea
        id={id}
        rows={4}
        value={text}
        invalid={invalid}
        aria-invalid={invalid}
        spellCheck={false}
        placeholder="BEGIN:VCALENDAR"
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => commit()}
      />
    </InlineField>
  );
}

function originOf(holidays: Holidays | undefined): Origin {
  if (holidays?.ics !== undefined) {
    return 'ics';
  }
  return holidays?.calendar === undefined ? 'none' : 'calendar';
}

function emptyOf(origin: Origin, calendars: string[]): Holidays | undefined {
  switch (origin) {
    case 'none':
      return undefined;
    case 'calendar':
      return { calendar: calendars[0] ?? '' };
    case 'ics':
      return { ics: '' };
  }
}

function origins(): Array<{ value: Origin; label: string }> {
  return [
    { value: 'none', label: t('datasource.knowledge.noHolidays', 'None') },
    { value: 'calendar', label: t('datasource.knowledge.fromSettings', 'From the data source') },
    { value: 'ics', label: t('datasource.knowledge.ownText', 'Own text') },
  ];
}
