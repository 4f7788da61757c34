namespace TriageMesh.Database.Specs.Router;

/// <summary>Every table that a list reads, long enough that PostgreSQL would rather not read it from end to end.</summary>
internal static class LongTables
{
    public const string Fill = """
        SELECT mesh.make_month(name::regclass, month::date)
          FROM unnest(ARRAY['router.mentions', 'router.events']) AS name,
               generate_series(@now - interval '14 months', @now, interval '1 month') AS month;
        INSERT INTO router.agents (agent_id, name, capacity)
        SELECT ('00000000-0000-8000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Agent ' || n, 20 FROM generate_series(1, 40) AS n;
        INSERT INTO router.authors (channel, account, author_id, tier)
        SELECT 'weibo', 'brand', 'author-' || n, CASE WHEN n % 100 = 0 THEN 'vip' ELSE 'standard' END
          FROM generate_series(1, 20000) AS n;
        INSERT INTO router.tickets (
               ticket_id, channel, account, author_id, status, priority, label, confidence, needs_review, language, queue_id,
               policy_id, calendar_id, first_line, first_post_at, last_post_at, opened_at, last_seen, next_due_at, misrouted,
               resolved_at, oldest_unanswered_at)
        SELECT n, 'weibo', 'brand', 'author-' || n, CASE WHEN n % 20 = 0 THEN 'new' WHEN n % 20 = 1 THEN 'resolved' ELSE 'closed' END,
               'normal', 'complaint', 0.9, false, 'en', @Support, (SELECT min(policy_id) FROM router.policies), @AlwaysOpen, 'x',
               at, at, at, 'x', CASE WHEN n % 20 = 0 THEN at + interval '30 days' END, n % 50 = 7, at, at
          FROM generate_series(1, 20000) AS n, LATERAL (SELECT @now - n * interval '30 minutes' AS at) AS l;
        INSERT INTO router.clocks (ticket_id, kind, round, policy_id, calendar_id, state, started_at, target_seconds, stopped_at,
               elapsed_seconds, breached_at)
        SELECT ticket_id, 'first_response', 1, policy_id, calendar_id, 'met', opened_at, 60, opened_at, 30,
               CASE WHEN ticket_id % 10 = 0 THEN opened_at END
          FROM router.tickets;
        INSERT INTO router.pauses (ticket_id, from_at, to_at, by_actor, reason, flagged)
        SELECT ticket_id, opened_at, CASE WHEN ticket_id % 50 > 0 THEN opened_at + interval '1 hour' END, @agent::text, 'x', false
          FROM router.tickets;
        INSERT INTO router.mentions (mention_id, channel, account, external_id, kind, visibility, author_id, text, posted_at,
               received_at, routed_at, source, language, label, model_label, p_complaint, p_praise, p_question, p_other,
               needs_review, model_version, terms, ticket_id)
        SELECT md5(n::text)::uuid, 'weibo', 'brand', n::text, 'comment', 'public', 'author-' || 1 + n % 20000, 'x', @now, @now, @now, 's',
               'en', 'praise', 'praise', 0, 1, 0, 0, false, 'v1', '[]', 1 + n % 20000
          FROM generate_series(1, 40000) AS n;
        INSERT INTO router.mention_keys SELECT mention_id, routed_at FROM router.mentions;
        INSERT INTO router.events (ticket_id, kind, actor, at, data, status, queue_id, version)
        SELECT 1 + n % 20000,
               (ARRAY['opened', 'assigned', 'clock.meet', 'waiting', 'resolved', 'closed'])[1 + n % 6], @agent::text,
               @now - n * interval '10 minutes',
               jsonb_build_object('while_unanswered', false, 'clock', 'resolution', 'round', 1, 'used_seconds', 60)
                 || CASE WHEN n % 600 = 2 THEN jsonb_build_object('paused_by', @agent) ELSE '{}' END, 'open', @Support, 1
          FROM generate_series(1, 60000) AS n;
        INSERT INTO router.events (ticket_id, kind, actor, at, data, status, queue_id, version)
        SELECT 1 + n % 20000, k.kind, @agent::text, @now - n * interval '10 minutes', jsonb_build_object('round', 1, 'reason', 'x',
                 'promised', 'x', 'from_queue_id', @Support, 'to_queue_id', @Support, 'cycle', 2), 'open', @Support, 1
          FROM generate_series(1, 2000) AS n, (VALUES ('handed_over'), ('reopened')) AS k (kind);
        INSERT INTO router.replies (reply_id, ticket_id, mention_id, agent_id, text, visibility, status, created_at)
        SELECT gen_random_uuid(), ticket_id, mention_id, @agent, 'x', 'public', 'sent', @now FROM router.mentions LIMIT 20000;
        INSERT INTO router.notes SELECT gen_random_uuid(), ticket_id, @agent, 'x', @now FROM router.tickets;
        INSERT INTO router.praise (mention_id, status, score, found_at, channel, language, planned_for, queue_id)
        SELECT mention_id, 'found', random(), @now - seq * interval '10 minutes', 'weibo', 'en',
               CASE WHEN seq % 100 = 0 THEN @now + seq * interval '1 hour' END, @Support
          FROM router.mentions;
        INSERT INTO router.takedowns (praise_id, reason, raised_at, done_at)
        SELECT praise_id, 'expired', @now, CASE WHEN praise_id % 10 > 0 THEN @now END FROM router.praise LIMIT 20000;
        INSERT INTO router.praise_events (praise_id, kind, actor, at, data, status, version)
        SELECT praise_id, 'shortlisted', @agent::text, @now, '{}', 'shortlisted', 1 FROM router.praise;
        INSERT INTO router.notifications (agent_id, ticket_id, kind, actor, at, read_at)
        SELECT ('00000000-0000-8000-8000-' || lpad((1 + ticket_id % 40)::text, 12, '0'))::uuid, ticket_id, 'clock.warn', 'system', @now,
               CASE WHEN ticket_id % 50 > 0 THEN @now END
          FROM router.tickets;
        INSERT INTO router.lane_alerts (queue_id, reason, ticket_id, waiting, began_at, ended_at)
        SELECT @Support, 'nobody_on_shift', ticket_id, 1, @now, @now FROM router.tickets;
        INSERT INTO router.returns (ticket_id, agent_id, queue_id, returned_at, reason)
        SELECT ticket_id, ('00000000-0000-8000-8000-' || lpad((1 + ticket_id % 40)::text, 12, '0'))::uuid, @Support, @now, 'x'
          FROM router.tickets;
        INSERT INTO router.webhooks (webhook_id, url, secret, created_by, created_at)
        SELECT ('00000000-0000-8000-8000-' || lpad(n::text, 12, '0'))::uuid, 'https://example.com', '', @agent, @now
          FROM generate_series(1, 20) AS n;
        INSERT INTO router.webhook_deliveries (webhook_id, body, status, created_at)
        SELECT ('00000000-0000-8000-8000-' || lpad((1 + ticket_id % 20)::text, 12, '0'))::uuid, '{}', 'delivered', @now
          FROM router.tickets;
        INSERT INTO router.erasures (erasure_id, channel, requested_by, requested_at, finished_at)
        SELECT gen_random_uuid(), 'weibo', @agent, opened_at, @now FROM router.tickets;
        INSERT INTO router.promises (ticket_id, clock, round, stopped_at, used_seconds, in_time, broken_at)
        SELECT ticket_id, 'first_response', 1, opened_at, 30, true, CASE WHEN ticket_id % 10 = 0 THEN opened_at END
          FROM router.tickets
            ON CONFLICT DO NOTHING;
        INSERT INTO router.links SELECT ticket_id, ticket_id + 1, 'related', @agent, @now FROM router.tickets WHERE ticket_id < 20000;
        INSERT INTO router.attachments (attachment_id, ticket_id, note_id, url, title, created_at)
        SELECT gen_random_uuid(), ticket_id, note_id, 'https://example.com', 'x', @now FROM router.notes;
        INSERT INTO router.recalculations (recalculation_id, requested_by, requested_at, finished_at)
        SELECT gen_random_uuid(), @agent, opened_at, @now FROM router.tickets;
        INSERT INTO mesh.parked (service, body, reason, parked_at, replayed_at)
        SELECT 'router', '{}', 'x', @now, CASE WHEN ticket_id % 4 > 0 THEN @now END FROM router.tickets;
        INSERT INTO classifier.corrections (
               correction_id, mention_id, channel, account, author_id, text, language, from_label, to_label, model_label, model_version,
               made_by, made_at, state, received_at)
        SELECT n, gen_random_uuid(), 'weibo', 'brand', 'author-' || n, 'x', CASE WHEN n % 200 = 0 THEN 'de' ELSE 'zh' END, 'other', 'complaint',
               'other', 'v' || n % 20, @agent, @now - n * interval '10 minutes', 'stands', @now
          FROM generate_series(1, 20000) AS n;
        INSERT INTO classifier.retrainings (job_id, state, promote, dev_sets, requested_by, requested_at)
        SELECT gen_random_uuid(), 'finished', false, '[]', 'x', @now FROM generate_series(1, 5000) AS n;
        INSERT INTO router.likeness SELECT n % 1000, n FROM generate_series(1, 20000) AS n;
        UPDATE router.tickets SET order_number = 'TB-' || ticket_id WHERE ticket_id % 4 = 0
        """;

    /// <summary>The desk's own.</summary>
    public const string FillDesk = """
        INSERT INTO desk.accounts (account_id, user_name, user_key, display_name, roles, security_stamp, created_at)
        SELECT ('00000000-0000-8000-8000-' || lpad(n::text, 12, '0'))::uuid, 'agent-' || n, 'agent-' || n, 'Agent ' || n, '{agent}',
               gen_random_uuid(), @now
          FROM generate_series(1, 900) AS n;
        INSERT INTO desk.sessions (session_id, token_hash, account_id, security_stamp, browser, created_at, last_seen_at, expires_at)
        SELECT gen_random_uuid(), decode(md5(user_name || '-' || n), 'hex'), account_id, security_stamp, 'Chrome', @now, @now - n * interval '1 minute',
               @now + interval '1 day'
          FROM desk.accounts, generate_series(1, 20) AS n;
        INSERT INTO desk.api_tokens (token_id, token_hash, begins, name, roles, scopes, created_by, created_at, expires_at)
        SELECT gen_random_uuid(), decode(md5(user_name), 'hex'), 'tm_', 'x', '{agent}', '{}', account_id, @now, @now FROM desk.accounts;
        INSERT INTO desk.audit (at, actor_kind, actor_id, area, act, target, status)
        SELECT @now - n * interval '3 minutes', 'person', ('00000000-0000-8000-8000-' || lpad((n % 400)::text, 12, '0'))::uuid,
               (ARRAY['sign_in', 'policies', 'team', 'accounts'])[1 + n % 4], 'x', (n % 5000)::text,
               CASE WHEN n % 1000 = 0 THEN 503 WHEN n % 200 = 0 THEN 403 WHEN n % 9000 = 1 THEN NULL ELSE 200 END
          FROM generate_series(1, 50000) AS n
        """;
}
