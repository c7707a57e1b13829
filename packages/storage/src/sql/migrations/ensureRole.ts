/**
 * Statements that make a role and let the migrating user become it. Roles belong to the whole server: another
 * database may have made them already, or an administrator for a user who may not (docs/operating.md). So both are
 * looked at first: asking for what one has needs the right, too.
 */
export const ensureRole = (role: string): readonly string[] => [
  `do $$ begin
    if not exists (select from pg_roles where rolname = '${role}') then create role ${role} nologin; end if;
  exception when duplicate_object or unique_violation then null; end $$`,
  // Before 16, being a member is all; since then, being allowed to become the role is a right of its own.
  `do $$ begin
    if not pg_has_role('${role}',
      case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end)
    then grant ${role} to current_user; end if;
  end $$`,
];
