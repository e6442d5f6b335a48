WITH taking AS (SELECT chain, COUNT(DISTINCT establishment) AS number FROM presences WHERE here GROUP BY chain),
named AS (
  SELECT *, unnest(string_split(chain, ';')) AS supported FROM proposals WHERE holds(valid_from, valid_to)
)
SELECT p.supported AS chain, 'proposal--' || p.proposal_id AS proposal, p.label_nl AS "proposalLabel", p.agenda,
       d.title_nl AS "agendaLabel", told(string_split(p.region, ';')) AS regions, p.rationale AS need,
       p.amount_eur AS "amountEur", t.number AS establishments, p.evidence, p.source AS sources
FROM named p
JOIN documents d ON d.document_id = p.agenda
LEFT JOIN taking t ON t.chain = p.supported
