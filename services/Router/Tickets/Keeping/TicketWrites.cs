using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Relay;
using TriageMesh.Router.Similar;

namespace TriageMesh.Router.Tickets;

/// <summary>Writes tickets in hand: rows, clocks, pauses, steps, history and the agents' load, each with one statement for all of them.</summary>
internal static class TicketWrites
{
    private const string PutTickets = """
        INSERT INTO router.tickets AS t (
               ticket_id, channel, account, author_id, status, priority, label, confidence, needs_review, language, queue_id,
               assignee_id, last_assignee_id, policy_id, calendar_id, cycle, spell, mention_count, burst, first_line,
               order_number, continuation_of, first_post_at, last_post_at, oldest_unanswered_at, answered_until, opened_at,
               assigned_at, accepted_at, first_replied_at, first_resolved_at, resolved_at, closed_at, misrouted, last_seen,
               next_due_at, next_due_kind, version, split_from, hand_overs, handed_to, snoozed, snoozed_until, merged_into,
               opening_line, reopening_spell)
        SELECT * FROM unnest(
               @ticketIds, @channels, @accounts, @authorIds, @statuses, @priorities, @labels, @confidences, @needsReviews,
               @languages, @queueIds, @assigneeIds::uuid[], @lastAssigneeIds::uuid[], @policyIds, @calendarIds, @cycles,
               @spells, @mentionCounts, @bursts, @firstLines, @orderNumbers, @continuationOfs::bigint[], @firstPostAts,
               @lastPostAts, @oldestUnansweredAts, @answeredUntils, @openedAts, @assignedAts, @acceptedAts,
               @firstRepliedAts, @firstResolvedAts, @resolvedAts, @closedAts, @misrouteds, @lastSeens, @nextDueAts,
               @nextDueKinds, @versions, @splitFroms::bigint[], @handOvers, @handedTos::uuid[], @snoozeds, @snoozedUntils,
               @mergedIntos::bigint[], @openingLines, @reopeningSpells)
        ON CONFLICT (ticket_id) DO UPDATE
           SET status = excluded.status, priority = excluded.priority, label = excluded.label,
               confidence = excluded.confidence, needs_review = excluded.needs_review, language = excluded.language,
               queue_id = excluded.queue_id,
               assignee_id = excluded.assignee_id, last_assignee_id = excluded.last_assignee_id,
               policy_id = excluded.policy_id, calendar_id = excluded.calendar_id, cycle = excluded.cycle,
               spell = excluded.spell, mention_count = excluded.mention_count, burst = excluded.burst,
               first_line = excluded.first_line, order_number = excluded.order_number,
               first_post_at = excluded.first_post_at, last_post_at = excluded.last_post_at,
               oldest_unanswered_at = excluded.oldest_unanswered_at, answered_until = excluded.answered_until,
               assigned_at = excluded.assigned_at, accepted_at = excluded.accepted_at,
               first_replied_at = excluded.first_replied_at, first_resolved_at = excluded.first_resolved_at,
               resolved_at = excluded.resolved_at, closed_at = excluded.closed_at, misrouted = excluded.misrouted,
               last_seen = excluded.last_seen, next_due_at = excluded.next_due_at,
               next_due_kind = excluded.next_due_kind, version = excluded.version,
               hand_overs = excluded.hand_overs, handed_to = excluded.handed_to, snoozed = excluded.snoozed,
               snoozed_until = excluded.snoozed_until, merged_into = excluded.merged_into,
               opening_line = excluded.opening_line, reopening_spell = excluded.reopening_spell
        """;

    private const string PutClocks = """
        INSERT INTO router.clocks AS c (
               ticket_id, kind, round, policy_id, calendar_id, state, started_at, target_seconds, used_us, running_since,
               paused_us, paused_since, paused_by, paused_reason, paused_flagged, reopening, due_at, stopped_at,
               elapsed_seconds, breached_at, met_by_reply, fired, generation, next_fire_at)
        SELECT ticket_id, kind, round, policy_id, calendar_id, state, started_at, target_seconds, used_us, running_since,
               paused_us, paused_since, paused_by, paused_reason, paused_flagged, reopening, due_at, stopped_at,
               elapsed_seconds, breached_at, met_by_reply, string_to_array(fired, ','), generation, next_fire_at
          FROM unnest(
               @ticketIds, @kinds, @rounds, @policyIds, @calendarIds, @states, @startedAts, @targetSeconds, @usedUs,
               @runningSinces, @pausedUs, @pausedSinces, @pausedBys, @pausedReasons, @pausedFlaggeds, @reopenings, @dueAts,
               @stoppedAts, @elapsedSeconds::bigint[], @breachedAts, @metByReplies::uuid[], @fired, @generations,
               @nextFireAts)
            AS u (ticket_id, kind, round, policy_id, calendar_id, state, started_at, target_seconds, used_us, running_since,
                  paused_us, paused_since, paused_by, paused_reason, paused_flagged, reopening, due_at, stopped_at,
                  elapsed_seconds, breached_at, met_by_reply, fired, generation, next_fire_at)
        ON CONFLICT (ticket_id, kind, round) DO UPDATE
           SET policy_id = excluded.policy_id, calendar_id = excluded.calendar_id, state = excluded.state,
               started_at = excluded.started_at, target_seconds = excluded.target_seconds, used_us = excluded.used_us,
               running_since = excluded.running_since, paused_us = excluded.paused_us,
               paused_since = excluded.paused_since, paused_by = excluded.paused_by,
               paused_reason = excluded.paused_reason, paused_flagged = excluded.paused_flagged,
               reopening = excluded.reopening, due_at = excluded.due_at, stopped_at = excluded.stopped_at,
               elapsed_seconds = excluded.elapsed_seconds, breached_at = excluded.breached_at,
               met_by_reply = excluded.met_by_reply, fired = excluded.fired, generation = excluded.generation,
               next_fire_at = excluded.next_fire_at
        """;

    private const string PutSteps = """
        INSERT INTO router.clock_steps (ticket_id, clock, round, level, generation, kind, outcome, at)
        SELECT * FROM unnest(@ticketIds, @clocks, @rounds, @levels, @generations, @kinds, @outcomes, @ats)
        """;

    private const string EndPause = """
        UPDATE router.pauses SET to_at = greatest(@To, from_at) WHERE ticket_id = @TicketId AND to_at IS NULL
        """;

    private const string BeginPause = """
        INSERT INTO router.pauses (ticket_id, from_at, by_actor, reason, flagged)
        VALUES (@TicketId, @From, @By, @Reason, @Flagged)
        """;

    private const string PutEvents = $"""
        WITH written AS (
          INSERT INTO router.events (ticket_id, kind, actor, at, cause, data, status, queue_id, assignee_id, version)
          SELECT ticket_id, kind, actor, at, cause, data::jsonb, status, queue_id, assignee_id, version
            FROM unnest(@ticketIds, @kinds, @actors, @ats, @causes, @data, @statuses, @queueIds, @assigneeIds::uuid[], @versions)
              AS u (ticket_id, kind, actor, at, cause, data, status, queue_id, assignee_id, version)
          RETURNING event_id, ticket_id, at)
        {EventOutbox.Announce}
        """;

    private const string PutNotices = """
        INSERT INTO router.notifications (agent_id, ticket_id, kind, actor, reason, note_id, at)
        SELECT * FROM unnest(@agentIds, @ticketIds, @kinds, @actors, @reasons, @noteIds::uuid[], @ats)
        """;

    private const string LockAgents = """
        SELECT agent_id FROM router.agents WHERE agent_id = ANY (@ids) ORDER BY agent_id FOR NO KEY UPDATE
        """;

    private const string PutLoad = """
        UPDATE router.agents a
           SET open_tickets = a.open_tickets + u.change, last_assigned_at = coalesce(u.assigned_at, a.last_assigned_at)
          FROM unnest(@ids, @changes, @assignedAts) AS u (agent_id, change, assigned_at)
         WHERE a.agent_id = u.agent_id
        """;

    /// <summary>Writes all that has changed; tickets that have not changed are left alone.</summary>
    public static async Task WriteAsync(
        NpgsqlTransaction transaction,
        IEnumerable<TicketFile> files,
        CancellationToken cancellationToken
    )
    {
        var changed = files.Where(file => file.IsChanged).OrderBy(file => file.TicketId).ToList();
        if (changed.Count == 0)
        {
            return;
        }

        Task RunAsync(string sql, object parameters) =>
            transaction.Connection!.ExecuteAsync(
                new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)
            );

        await RunAsync(PutTickets, TicketColumns.Tickets([.. changed.Select(file => file.ToWrite())]));
        if (changed.SelectMany(file => file.ChangedClocks).ToArray() is { Length: > 0 } clocks)
        {
            await RunAsync(PutClocks, TicketColumns.Clocks(clocks));
        }

        if (changed.SelectMany(file => file.Steps).ToArray() is { Length: > 0 } steps)
        {
            await RunAsync(PutSteps, TicketColumns.Steps(steps));
        }

        foreach (var pause in changed.SelectMany(file => file.Pauses))
        {
            await RunAsync(pause.From is null ? EndPause : BeginPause, pause);
        }

        await RunAsync(PutEvents, TicketColumns.Events([.. changed.SelectMany(file => file.Events)]));
        if (changed.SelectMany(file => file.Notices).ToArray() is { Length: > 0 } notices)
        {
            await RunAsync(PutNotices, TicketColumns.Notices(notices));
        }

        await LikenessWrites.FollowAsync(transaction, changed, cancellationToken);
        await ReturnTimers.FollowAsync(transaction, changed, cancellationToken);
        if (Load(changed) is { Count: > 0 } load)
        {
            var ids = load.Keys.Order().ToArray();
            await RunAsync(LockAgents, new { ids });
            await RunAsync(
                PutLoad,
                new
                {
                    ids,
                    changes = ids.Select(id => load[id].Change).ToArray(),
                    assignedAts = ids.Select(id => load[id].AssignedAt).ToArray(),
                }
            );
        }
    }

    /// <summary>How many more, or fewer, tickets each agent has in hand, and when they were last given one.</summary>
    private static Dictionary<Guid, (int Change, Instant? AssignedAt)> Load(List<TicketFile> files)
    {
        var load = new Dictionary<Guid, (int Change, Instant? AssignedAt)>();
        void Add(Guid agent, int change, Instant? assignedAt) =>
            load[agent] = load.GetValueOrDefault(agent) is var (known, at)
                ? (known + change, assignedAt ?? at)
                : (change, assignedAt);

        foreach (var file in files)
        {
            var (before, after) = (Holder(file.Before), Holder(file.State));
            if (before == after)
            {
                continue;
            }

            if (before is { } released)
            {
                Add(released, -1, null);
            }

            if (after is { } taken)
            {
                Add(taken, 1, file.Stored.AssignedAt);
            }
        }

        return load;
    }

    private static Guid? Holder(TicketState? state) => state is { IsUnresolved: true } ? state.AssigneeId : null;
}
