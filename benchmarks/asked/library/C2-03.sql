SELECT p.project_id AS project, p.name AS "projectLabel", p.municipality, told(string_split(p.chain, ';')) AS chains,
       told(string_split(p.stage, ';')) AS stages, labels_of('societal-task', p.task) AS tasks,
       labels_of('policy-goal', p.goal) AS goals, labels_of('work-environment', p.work_environment) AS "workEnvironments",
       p.evidence, p.source AS sources
FROM projects p
WHERE p.kind = 'development' AND p.phase <> 'stopped' AND holds(p.valid_from, p.valid_to)
