import { RowTh, Td, WideTable } from '#ui/cells.tsx';
import { PageTitle } from '#ui/page.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { Th } from '#ui/table.tsx';
import { Paragraph, Section } from './section.tsx';
import { thirdParties } from './third-party.ts';
import { settingsWords as words } from './words.ts';

/** `/about`: what this is, under which licence, and what of others is in it. */
export function AboutPage() {
  return (
    <>
      <PageTitle>{words.aboutTitle}</PageTitle>
      <PageHead title={words.aboutTitle} />
      <section className="border-b border-line px-5 pt-4 pb-4.5">
        <Paragraph>{words.aboutText}</Paragraph>
        <Paragraph>{words.noWarranty}</Paragraph>
        <Paragraph>
          <a
            href="https://www.apache.org/licenses/LICENSE-2.0"
            className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
          >
            Apache License, Version 2.0
          </a>
        </Paragraph>
        <Paragraph muted>{words.trademark}</Paragraph>
      </section>
      <Section id="third-party" title={words.thirdParty} help={words.thirdPartyHelp}>
        <WideTable label={words.thirdParty} className="-mx-5">
          <thead>
            <tr>
              <Th>{words.thirdPartyColumns.name}</Th>
              <Th>{words.thirdPartyColumns.licence}</Th>
              <Th>{words.thirdPartyColumns.holder}</Th>
            </tr>
          </thead>
          <tbody>
            {thirdParties.map(({ name, licence, holder }) => (
              <tr key={name}>
                <RowTh strong>{name}</RowTh>
                <Td>{licence}</Td>
                <Td>{holder}</Td>
              </tr>
            ))}
          </tbody>
        </WideTable>
      </Section>
    </>
  );
}
