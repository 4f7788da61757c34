using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Domain.Assignment;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Assignment;

/// <summary>Gives a queue's waiting tickets to the people who are there and have room.</summary>
/// <remarks>
/// The agents' rows are locked first, in the order of their ids, so two drains of any routers take turns at a person; tickets
/// are only taken where nobody else has them. So capacity holds, and nobody waits in a circle.
/// </remarks>
internal sealed class QueueDrain(NpgsqlDataSource database, RuleBooks rules, Signals signals, TimeProvider time)
{
    private const int BatchSize = 200;
    private static readonly LeastLoadPolicy Policy = new();

    private const string LockAgents = """
        SELECT a.agent_id, a.languages, a.skills, a.capacity, a.open_tickets, a.last_assigned_at
          FROM router.agents a
          JOIN router.queue_members m USING (agent_id)
         WHERE m.queue_id = @queueId AND a.online AND a.active AND a.capacity > 0
         ORDER BY a.agent_id
           FOR NO KEY UPDATE OF a
        """;

    private const string TakeTickets = """
        SELECT t.ticket_id
          FROM router.tickets t
         WHERE t.queue_id = @queueId AND t.assignee_id IS NULL AND t.status NOT IN ('resolved', 'closed')
           AND t.status IN ('new', 'reopened')
         ORDER BY coalesce(t.next_due_at, 'infinity'), t.ticket_id
         LIMIT @limit
           FOR NO KEY UPDATE SKIP LOCKED
        """;

    private const string LastAnswers = """
        SELECT t.ticket_id, l.agent_id
          FROM router.tickets t
          JOIN router.last_answers l USING (channel, account, author_id)
         WHERE t.ticket_id = ANY (@ids) AND l.answered_at >= @since
        """;

    private const string QueuesOfAgent = """
        SELECT queue_id FROM router.queue_members WHERE agent_id = @agentId
        """;

    private static readonly Duration Sticky = Duration.FromDays(30);

    /// <summary>Asks to have a queue drained soon: it has new work, or somebody new for it.</summary>
    public void Request(Guid queueId) => signals.RequestDrain(queueId);

    /// <summary>Asks for all queues of an agent, because the agent has come, or has more room.</summary>
    public async Task RequestForAgentAsync(Guid agentId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        foreach (
            var queue in await connection.QueryAsync<Guid>(
                new CommandDefinition(QueuesOfAgent, new { agentId }, cancellationToken: cancellationToken)
            )
        )
        {
            signals.RequestDrain(queue);
        }
    }

    /// <summary>Gives out what can be given out.</summary>
    /// <returns>How many tickets found somebody.</returns>
    public async Task<int> DrainAsync(Guid queueId, CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            var (given, more) = await DrainBatchAsync(queueId, cancellationToken);
            total += given;
            if (!more || given == 0)
            {
                return total;
            }
        }
    }

    private async Task<(int Given, bool More)> DrainBatchAsync(Guid queueId, CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object? parameters = null) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var agents = (await connection.QueryAsync<AgentRow>(Command(LockAgents, new { queueId }))).AsList();
        // Who answered an author last may go one over, hence the one more for each.
        var room = agents.Sum(agent => Math.Max(0, agent.Capacity - agent.OpenTickets + 1));
        if (room == 0)
        {
            return (0, false);
        }

        var limit = Math.Min(room, BatchSize);
        var ids = (await connection.QueryAsync<long>(Command(TakeTickets, new { queueId, limit }))).AsList();
        if (ids.Count == 0)
        {
            return (0, false);
        }

        var book = await rules.LoadAsync(cancellationToken);
        var files = await TicketStore.LockAsync(transaction, ids, book, cancellationToken);
        var answered = (
            await connection.QueryAsync<(long TicketId, Guid AgentId)>(
                Command(LastAnswers, new { ids, since = now - Sticky })
            )
        ).ToDictionary(row => row.TicketId, row => row.AgentId);
        var plan = AssignmentPlan.For(
            files.Values.Select(file => WaitingOf(file, answered)),
            agents.Select(agent => agent.ToCandidate(queueId)),
            Policy,
            now
        );
        foreach (var assignment in plan.Assignments)
        {
            files[assignment.TicketId]
                .Apply(new Assigned(assignment.AgentId, Automatic: true), Actor.System, now, CauseOf(assignment));
        }

        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (plan.Assignments.Count > 0)
        {
            signals.Outbox.Set();
        }

        return (plan.Assignments.Count, ids.Count == limit);
    }

    private static WaitingTicket WaitingOf(TicketFile file, Dictionary<long, Guid> answered) =>
        new()
        {
            TicketId = file.TicketId,
            QueueId = file.State.QueueId,
            Language = file.Stored.Language,
            DueAt = file.Stored.NextDueAt,
            OpenedAt = file.State.OpenedAt,
            LastAnsweredBy = answered.TryGetValue(file.TicketId, out var agent) ? agent : null,
        };

    private static string CauseOf(PlannedAssignment assignment) =>
        assignment.Sticky ? "answered this author last"
        : assignment.Relaxed == Relaxation.None ? "least load"
        : $"least load, without {assignment.Relaxed.Wire()}";

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
