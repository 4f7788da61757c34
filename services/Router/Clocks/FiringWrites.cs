using NodaTime;
using Npgsql;
using NpgsqlTypes;
using TriageMesh.Contracts;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Relay;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Clocks;

/// <summary>Writes what a batch of due clocks came to: clocks, steps, history, versions and notifications, in one round trip.</summary>
internal static class FiringWrites
{
    private const string MoveClocks = """
        UPDATE router.clocks c
           SET fired = string_to_array(u.fired, ','), breached_at = u.breached_at, next_fire_at = u.next_fire_at
          FROM unnest($1, $2, $3, $4, $5, $6) AS u (ticket_id, kind, round, fired, breached_at, next_fire_at)
         WHERE c.ticket_id = u.ticket_id AND c.kind = u.kind AND c.round = u.round
        """;

    private const string PutSteps = """
        INSERT INTO router.clock_steps (ticket_id, clock, round, level, generation, kind, outcome, at)
        SELECT u.*, $8 FROM unnest($1, $2, $3, $4, $5, $6, $7) AS u
        """;

    private const string PutEvents = $"""
        WITH written AS (
          INSERT INTO router.events (ticket_id, kind, actor, at, cause, data, status, queue_id, assignee_id, version)
          SELECT ticket_id, kind, $9, $10, cause, data::jsonb, status, queue_id, assignee_id, version
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
              AS u (ticket_id, kind, cause, data, status, queue_id, assignee_id, version)
          RETURNING event_id, ticket_id, at)
        {EventOutbox.Announce}
        """;

    private const string PutVersions = """
        UPDATE router.tickets t
           SET version = u.version
          FROM unnest($1, $2) AS u (ticket_id, version)
         WHERE t.ticket_id = u.ticket_id
        """;

    // Whoever would be told in several ways is told once. The clock is in hand, so nothing can have been met in between.
    private const string Tell = """
        WITH tellings AS (
          SELECT *
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
              AS u (place, ticket_id, queue_id, assignee_id, kind, clock, level, recipient))
        INSERT INTO router.notifications (agent_id, ticket_id, kind, actor, reason, at, clock, level)
        SELECT DISTINCT ON (told.place, told.agent_id)
               told.agent_id, told.ticket_id, told.kind, $9, told.recipient, $10, told.clock, told.level
          FROM (SELECT t.*, t.assignee_id AS agent_id FROM tellings t WHERE t.recipient = 'assignee'
                 UNION ALL
                SELECT t.*, unnest(q.lead_ids)
                  FROM tellings t JOIN router.queues q USING (queue_id)
                 WHERE t.recipient = 'queue_lead'
                 UNION ALL
                SELECT t.*, d.agent_id
                  FROM tellings t
                  JOIN router.duties d ON d.duty = t.recipient AND (d.queue_id IS NULL OR d.queue_id = t.queue_id)) AS told
          JOIN router.agents USING (agent_id)
         ORDER BY told.place, told.agent_id, told.recipient
        """;

    public static async Task WriteAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<(DueClock Clock, Firing Firing)> fired,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(Clocks([.. fired.Select(one => one.Firing.After)]));
        var at = Value(now.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
        var steps = fired
            .SelectMany(one => one.Firing.Steps.Select(step => step.ToRow(one.Firing.Before, now)))
            .ToArray();
        if (steps.Length > 0)
        {
            var (events, versions) = History(fired, now);
            batch.BatchCommands.Add(Steps(steps, at));
            batch.BatchCommands.Add(Events(events, at));
            batch.BatchCommands.Add(
                Command(
                    PutVersions,
                    Array(versions.Keys.ToArray(), NpgsqlDbType.Bigint),
                    Array(versions.Values.ToArray(), NpgsqlDbType.Bigint)
                )
            );
        }

        if (Told(fired) is { Length: > 0 } told)
        {
            batch.BatchCommands.Add(Notifications(told, at));
        }

        // The same few statements many times a second: each connection's server process plans them once.
        await batch.PrepareAsync(cancellationToken);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>One event a step; a ticket with several clocks due counts on.</summary>
    private static (EventRow[] Events, Dictionary<long, long> Versions) History(
        IReadOnlyList<(DueClock Clock, Firing Firing)> fired,
        Instant now
    )
    {
        var versions = new Dictionary<long, long>();
        var events = new List<EventRow>(fired.Count);
        foreach (var (due, firing) in fired)
        {
            foreach (var step in firing.Steps)
            {
                var change = step.ToChange(firing.Before);
                var version = versions.GetValueOrDefault(due.TicketId, due.Version) + 1;
                versions[due.TicketId] = version;
                events.Add(
                    new EventRow(
                        due.TicketId,
                        change.Kind,
                        Actor.System,
                        now,
                        step.Cause,
                        TicketChangeJson.Write(change),
                        due.Status,
                        due.QueueId,
                        due.AssigneeId,
                        version
                    )
                );
            }
        }

        return ([.. events], versions);
    }

    private static (int Place, DueClock Clock, string Kind, PolicyStep Step, StepRecipient Who)[] Told(
        IReadOnlyList<(DueClock Clock, Firing Firing)> fired
    ) =>
        [
            .. fired.SelectMany(
                (one, place) =>
                    one.Firing.Fired is { } step && step.Actions.Contains(StepAction.Notify)
                        ? step.Recipients.Select(who =>
                            (place, one.Clock, one.Firing.Steps[^1].ToChange(one.Clock).Kind, step, who)
                        )
                        : []
            ),
        ];

    private static NpgsqlBatchCommand Clocks(ClockRow[] rows) =>
        Command(
            MoveClocks,
            Array(rows, row => row.TicketId, NpgsqlDbType.Bigint),
            Array(rows, row => row.Kind, NpgsqlDbType.Text),
            Array(rows, row => row.Round, NpgsqlDbType.Integer),
            Array(rows, row => string.Join(',', row.Fired), NpgsqlDbType.Text),
            Array(rows, row => row.BreachedAt?.ToDateTimeUtc(), NpgsqlDbType.TimestampTz),
            Array(rows, row => row.NextFireAt?.ToDateTimeUtc(), NpgsqlDbType.TimestampTz)
        );

    private static NpgsqlBatchCommand Steps(StepRow[] rows, NpgsqlParameter at) =>
        Command(
            PutSteps,
            Array(rows, row => row.TicketId, NpgsqlDbType.Bigint),
            Array(rows, row => row.Clock, NpgsqlDbType.Text),
            Array(rows, row => row.Round, NpgsqlDbType.Integer),
            Array(rows, row => row.Level, NpgsqlDbType.Text),
            Array(rows, row => row.Generation, NpgsqlDbType.Integer),
            Array(rows, row => row.Kind, NpgsqlDbType.Text),
            Array(rows, row => row.Outcome, NpgsqlDbType.Text),
            at.Clone()
        );

    private static NpgsqlBatchCommand Events(EventRow[] rows, NpgsqlParameter at) =>
        Command(
            PutEvents,
            Array(rows, row => row.TicketId, NpgsqlDbType.Bigint),
            Array(rows, row => row.Kind, NpgsqlDbType.Text),
            Array(rows, row => row.Cause, NpgsqlDbType.Text),
            Array(rows, row => row.Data, NpgsqlDbType.Text),
            Array(rows, row => row.Status, NpgsqlDbType.Text),
            Array(rows, row => row.QueueId, NpgsqlDbType.Uuid),
            Array(rows, row => row.AssigneeId, NpgsqlDbType.Uuid),
            Array(rows, row => row.Version, NpgsqlDbType.Bigint),
            Value(Actor.System, NpgsqlDbType.Text),
            at.Clone()
        );

    private static NpgsqlBatchCommand Notifications(
        (int Place, DueClock Clock, string Kind, PolicyStep Step, StepRecipient Who)[] told,
        NpgsqlParameter at
    ) =>
        Command(
            Tell,
            Array(told, one => one.Place, NpgsqlDbType.Integer),
            Array(told, one => one.Clock.TicketId, NpgsqlDbType.Bigint),
            Array(told, one => one.Clock.ToldQueueId, NpgsqlDbType.Uuid),
            Array(told, one => one.Clock.AssigneeId, NpgsqlDbType.Uuid),
            Array(told, one => one.Kind, NpgsqlDbType.Text),
            Array(told, one => one.Clock.Kind, NpgsqlDbType.Text),
            Array(told, one => one.Step.Level, NpgsqlDbType.Text),
            Array(told, one => one.Who.Wire(), NpgsqlDbType.Text),
            Value(Actor.System, NpgsqlDbType.Text),
            at.Clone()
        );

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static NpgsqlParameter Array<TRow, TValue>(
        TRow[] rows,
        Converter<TRow, TValue> column,
        NpgsqlDbType type
    ) => Array(System.Array.ConvertAll(rows, column), type);

    private static NpgsqlParameter Array<TValue>(TValue[] values, NpgsqlDbType type) =>
        Value(values, NpgsqlDbType.Array | type);

    private static NpgsqlParameter Value(object value, NpgsqlDbType type) =>
        new() { Value = value, NpgsqlDbType = type };
}
