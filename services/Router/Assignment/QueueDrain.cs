using Dapper;
using Microsoft.Extensions.Logging;
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
/// tickets only those that nobody else holds are taken.
/// </remarks>
internal sealed partial class QueueDrain(
    NpgsqlDataSource database,
    RuleBooks rules,
    IAssignmentPolicy policy,
    Signals signals,
    TimeProvider time,
    ILogger<QueueDrain> logger
)
{
    private const int MostAtOnce = 200;
    private static readonly Duration Remembered = Duration.FromDays(30);

    private const string LockAgents = """
        SELECT a.agent_id, a.languages, a.skills, a.capacity, a.open_tickets, a.last_assigned_at
          FROM router.agents a
          JOIN router.queue_members m USING (agent_id)
         WHERE m.queue_id = @queueId AND a.active AND a.online AND a.capacity > 0
         ORDER BY a.agent_id
           FOR NO KEY UPDATE OF a
        """;

    private const string LockTickets = $"""
        SELECT {StoredTicket.Columns}
          FROM router.tickets t
          JOIN router.authors a USING (channel, account, author_id)
         WHERE t.queue_id = @queueId AND t.assignee_id IS NULL AND t.status NOT IN ('resolved', 'closed')
         ORDER BY coalesce(t.next_due_at, 'infinity'), t.ticket_id
         LIMIT @limit
           FOR NO KEY UPDATE OF t SKIP LOCKED
        """;

    private const string LastAnswers = """
        SELECT t.ticket_id, l.agent_id
          FROM router.tickets t
          JOIN router.last_answers l USING (channel, account, author_id)
         WHERE t.ticket_id = ANY (@ids) AND l.answered_at > @since
        """;

    /// <summary>Assigns until nobody has room or nothing waits.</summary>
    /// <returns>How many tickets were given to somebody.</returns>
    public async Task<int> RunAsync(Guid queueId, CancellationToken cancellationToken)
    {
        var given = 0;
        int more;
        do
        {
            more = await GiveAsync(queueId, cancellationToken);
            given += more;
        } while (more > 0);

        return given;
    }

    private async Task<int> GiveAsync(Guid queueId, CancellationToken cancellationToken)
    {
        var book = await rules.LoadAsync(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var agents = (await connection.QueryAsync<AgentRow>(Command(LockAgents, new { queueId })))
            .Select(row => row.ToCandidate(queueId))
            .ToList();
        // Who last answered an author may go one over their capacity.
        if (!agents.Exists(agent => agent.Open <= agent.Capacity))
        {
            return 0;
        }

        var stored = (
            await connection.QueryAsync<StoredTicket>(Command(LockTickets, new { queueId, limit = MostAtOnce }))
        ).AsList();
        if (stored.Count == 0)
        {
            return 0;
        }

        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        var answered = (
            await connection.QueryAsync<(long TicketId, Guid AgentId)>(
                Command(
                    LastAnswers,
                    new { ids = stored.Select(ticket => ticket.TicketId).ToArray(), since = now - Remembered }
                )
            )
        ).ToDictionary(row => row.TicketId, row => row.AgentId);
        var plan = AssignmentPlan.For(stored.Select(ticket => ToWaiting(ticket, answered)), agents, policy, now);
        LogWaiting(queueId, plan.Waits);
        if (plan.Assignments.Count == 0)
        {
            return 0;
        }

        var files = await TicketStore.ReadAsync(transaction, stored, book, cancellationToken);
        foreach (var assignment in plan.Assignments)
        {
            files[assignment.TicketId]
                .Apply(new Assigned(assignment.AgentId, Automatic: true), Actor.System, now, CauseOf(assignment));
        }

        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Outbox.Set();
        return plan.Assignments.Count;
    }

    private static WaitingTicket ToWaiting(StoredTicket ticket, Dictionary<long, Guid> answered) =>
        new()
        {
            TicketId = ticket.TicketId,
            QueueId = ticket.QueueId,
            Language = ticket.Language,
            DueAt = ticket.NextDueAt,
            OpenedAt = ticket.OpenedAt,
            LastAnsweredBy = answered.TryGetValue(ticket.TicketId, out var agent) ? agent : null,
        };

    private static string CauseOf(PlannedAssignment assignment) =>
        assignment.Sticky ? "answered this author last"
        : assignment.Relaxed == Relaxation.None ? "least load"
        : $"nobody with the {(assignment.Relaxed == Relaxation.Skill ? "skill" : "language")} had room";

    private void LogWaiting(Guid queueId, IReadOnlyList<PlannedWait> waits)
    {
        if (waits.Count > 0)
        {
            LogNobody(queueId, waits.Count, waits[0].Reason);
        }
    }

    [LoggerMessage(
        EventId = 3101,
        Level = LogLevel.Debug,
        Message = "Queue {QueueId}: {Waiting} tickets wait, {Reason}"
    )]
    private partial void LogNobody(Guid queueId, int waiting, WaitReason reason);

    private sealed record AgentRow
    {
        public Guid AgentId { get; init; }
        public required string[] Languages { get; init; }
        public required string[] Skills { get; init; }
        public int Capacity { get; init; }
        public int OpenTickets { get; init; }
        public Instant? LastAssignedAt { get; init; }

        public Candidate ToCandidate(Guid queueId) =>
            new()
            {
                AgentId = AgentId,
                OnShift = true,
                Present = true,
                Queues = [queueId],
                Languages = Languages,
                Skills = Skills,
                Open = OpenTickets,
                Capacity = Capacity,
                LastAssignedAt = LastAssignedAt,
            };
    }
}
