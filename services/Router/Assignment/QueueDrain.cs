using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Assignment;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Assignment;

/// <summary>Gives a queue's waiting tickets to the agents who have room, nearest due first.</summary>
/// <remarks>
/// The queue's agents are locked first, so that two routers take turns and nobody is given more than their capacity; of the
/// tickets only those that nobody else holds are taken. Where some were held and somebody had room for them, another look
/// follows at once.
/// </remarks>
internal sealed class QueueDrain(
    NpgsqlDataSource database,
    RuleBooks rules,
    IAssignmentPolicy policy,
    LaneAlerts alerts,
    Signals signals,
    TimeProvider time
)
{
    private const int PageSize = 200;
    private static readonly Duration Remembered = Duration.FromDays(30);

    /// <summary>For how long a ticket is not given again to whoever did not open it.</summary>
    public static readonly Duration ReturnRest = Duration.FromMinutes(30);

    // The keyset of the queue's waiting tickets; infinity stands for "no clock runs".
    private const string Waiting = """
        t.queue_id = @queueId AND t.assignee_id IS NULL AND t.status NOT IN ('resolved', 'closed') AND NOT t.snoozed
           AND (@afterId = 0
                OR (coalesce(t.next_due_at, 'infinity'), t.ticket_id) > (coalesce(@afterDue::timestamptz, 'infinity'), @afterId))
        """;

    private const string LockTickets = $"""
        SELECT {StoredTicket.Columns}
          FROM router.tickets t
          JOIN router.authors a USING (channel, account, author_id)
         WHERE {Waiting}
         ORDER BY coalesce(t.next_due_at, 'infinity'), t.ticket_id
         LIMIT @limit
           FOR NO KEY UPDATE OF t SKIP LOCKED
        """;

    private const string IsPassedOver = $"""
        SELECT EXISTS (SELECT FROM router.tickets t
                        WHERE {Waiting} AND t.ticket_id <> ALL (@ids)
                          AND (NOT @full
                               OR (coalesce(t.next_due_at, 'infinity'), t.ticket_id)
                                  < (coalesce(@lastDue::timestamptz, 'infinity'), @lastId)))
        """;

    private const string LastAnswers = """
        SELECT t.ticket_id, l.agent_id
          FROM router.tickets t
          JOIN router.last_answers l USING (channel, account, author_id)
         WHERE t.ticket_id = ANY (@ids) AND l.answered_at > @since
        """;

    private const string JustReturned = """
        SELECT ticket_id, agent_id FROM router.returns WHERE ticket_id = ANY (@ids) AND returned_at > @since
        """;

    // Asked without a lock, and so before anybody is kept waiting for nothing. Whoever makes it wrong meanwhile asks for a drain.
    private const string Prospect = """
        SELECT EXISTS (SELECT FROM router.tickets t
                        WHERE t.queue_id = @queueId AND t.assignee_id IS NULL
                          AND t.status NOT IN ('resolved', 'closed') AND NOT t.snoozed) AS waiting,
               EXISTS (SELECT FROM router.agents a
                         JOIN router.queue_members m USING (agent_id)
                        WHERE m.queue_id = @queueId AND a.active AND NOT a.program AND a.online AND a.present_until > @now
                          AND a.capacity > 0
                          AND a.open_tickets <= a.capacity) AS room,
               EXISTS (SELECT FROM router.lane_alerts l WHERE l.queue_id = @queueId AND l.ended_at IS NULL) AS told
        """;

    /// <summary>Assigns until nobody has room or nothing waits that somebody can take.</summary>
    /// <returns>How many tickets were given to somebody.</returns>
    public async Task<int> RunAsync(Guid queueId, CancellationToken cancellationToken)
    {
        var (waiting, room, told) = await ProspectAsync(queueId, cancellationToken);
        if (!waiting && told)
        {
            await alerts.EndAsync(queueId, cancellationToken);
        }

        if (!waiting || (!room && told))
        {
            return 0;
        }

        var given = 0;
        var page = new DrainPage();
        do
        {
            page = await GiveAsync(queueId, page, cancellationToken);
            given += page.Given;
        } while (page.More);

        await alerts.EndAsync(queueId, cancellationToken);
        if (page.Nobody is { } reason)
        {
            await alerts.BeginAsync(queueId, reason, cancellationToken);
        }

        return given;
    }

    private async Task<(bool Waiting, bool Room, bool Told)> ProspectAsync(
        Guid queueId,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<(bool, bool, bool)>(
            new CommandDefinition(
                Prospect,
                new { queueId, now = Instant.FromDateTimeOffset(time.GetUtcNow()) },
                cancellationToken: cancellationToken
            )
        );
    }

    private async Task<DrainPage> GiveAsync(Guid queueId, DrainPage after, CancellationToken cancellationToken)
    {
        var book = await rules.LoadAsync(cancellationToken);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var crew = await DrainAgents.LockAsync(transaction, queueId, now, cancellationToken);
        if (!crew.AnyRoom)
        {
            return new DrainPage
            {
                Nobody = await DrainAgents.WhyNobodyAsync(connection, queueId, crew, cancellationToken),
            };
        }

        var place = new
        {
            queueId,
            after.AfterDue,
            after.AfterId,
            limit = PageSize,
        };
        var stored = (await connection.QueryAsync<StoredTicket>(Command(LockTickets, place))).AsList();
        if (await connection.ExecuteScalarAsync<bool>(Command(IsPassedOver, Seen(queueId, after, stored))))
        {
            signals.DrainAgain(queueId);
        }

        if (stored.Count == 0)
        {
            return after with { Given = 0, More = false };
        }

        var plan = AssignmentPlan.For(
            await ToWaitingAsync(stored, crew, now, Command, connection),
            crew.Agents,
            policy,
            now
        );
        if (plan.Assignments.Count > 0)
        {
            await WriteAsync(transaction, stored, plan, book, now, cancellationToken);
            await DrainAgents.LogAsync(transaction, queueId, plan.Assignments, now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            signals.Events.Set();
        }

        return new DrainPage
        {
            Given = plan.Assignments.Count,
            More = stored.Count == PageSize,
            AfterDue = stored[^1].NextDueAt,
            AfterId = stored[^1].TicketId,
            Nobody = plan.Waits.Count > 0 ? plan.Waits[0].Reason : after.Nobody,
        };
    }

    /// <summary>The stretch of the queue that was just looked at.</summary>
    private static object Seen(Guid queueId, DrainPage after, List<StoredTicket> stored) =>
        new
        {
            queueId,
            after.AfterDue,
            after.AfterId,
            ids = stored.ConvertAll(ticket => ticket.TicketId).ToArray(),
            full = stored.Count == PageSize,
            lastDue = stored.Count == 0 ? null : stored[^1].NextDueAt,
            lastId = stored.Count == 0 ? 0 : stored[^1].TicketId,
        };

    private static async Task WriteAsync(
        NpgsqlTransaction transaction,
        List<StoredTicket> stored,
        AssignmentPlan plan,
        RuleBook book,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var given = plan.Assignments.Select(assignment => assignment.TicketId).ToHashSet();
        var files = await TicketStore.ReadAsync(
            transaction,
            stored.FindAll(ticket => given.Contains(ticket.TicketId)),
            book,
            cancellationToken
        );
        foreach (var assignment in plan.Assignments)
        {
            files[assignment.TicketId]
                .Apply(new Assigned(assignment.AgentId, Automatic: true), Actor.System, now, CauseOf(assignment));
        }

        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
    }

    private static async Task<IEnumerable<WaitingTicket>> ToWaitingAsync(
        List<StoredTicket> stored,
        QueueCrew crew,
        Instant now,
        Func<string, object, CommandDefinition> command,
        NpgsqlConnection connection
    )
    {
        var ids = stored.Select(ticket => ticket.TicketId).ToArray();
        var answered = (
            await connection.QueryAsync<(long TicketId, Guid AgentId)>(
                command(LastAnswers, new { ids, since = now - Remembered })
            )
        ).ToDictionary(row => row.TicketId, row => row.AgentId);
        var returned = (
            await connection.QueryAsync<(long TicketId, Guid AgentId)>(
                command(JustReturned, new { ids, since = now - ReturnRest })
            )
        ).ToLookup(row => row.TicketId, row => row.AgentId);
        return stored.Select(ticket => new WaitingTicket
        {
            TicketId = ticket.TicketId,
            QueueId = ticket.QueueId,
            Language = ticket.Language,
            Skills = crew.Skills,
            DueAt = ticket.NextDueAt,
            OpenedAt = ticket.OpenedAt,
            LastAnsweredBy = answered.TryGetValue(ticket.TicketId, out var agent) ? agent : null,
            NotTo = [.. returned[ticket.TicketId]],
        });
    }

    private static string CauseOf(PlannedAssignment assignment) =>
        assignment.Sticky ? "answered this author last"
        : assignment.Relaxed == Relaxation.None ? "least load"
        : $"nobody with the {(assignment.Relaxed == Relaxation.Skill ? "skill" : "language")} had room";

    /// <summary>How far a drain has come through the waiting tickets.</summary>
    private sealed record DrainPage
    {
        public int Given { get; init; }
        public bool More { get; init; }
        public Instant? AfterDue { get; init; }
        public long AfterId { get; init; }

        /// <summary>Why some ticket stays in the lane.</summary>
        public WaitReason? Nobody { get; init; }
    }
}
