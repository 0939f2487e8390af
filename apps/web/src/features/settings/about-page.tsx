import { PageHead, PageTitle } from '#ui/page.tsx';
import { RowTh, Td, Th, WideTable } from '#ui/table.tsx';
import { thirdParties } from './third-party.ts';
import { settingsWords as words } from './words.ts';
import './settings.css';

/** `/about`: what this is, under which licence, and what of others is in it. */
export function AboutPage() {
  return (
    <div className="settings-page">
      <PageTitle>{words.aboutTitle}</PageTitle>
      <PageHead title={words.aboutTitle} />
      <section>
        <p>{words.aboutText}</p>
        <p>{words.noWarranty}</p>
        <p>
          <a
            href="https://www.apache.org/licenses/LICENSE-2.0"
            className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
          >
            Apache License, Version 2.0
          </a>
        </p>
        <p className="muted">{words.trademark}</p>
      </section>
      <section aria-labelledby="third-party">
        <h2 id="third-party">{words.thirdParty}</h2>
        <p className="muted">{words.thirdPartyHelp}</p>
        <WideTable label={words.thirdParty} className="settings-table">
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
      </section>
    </div>
  );
}
