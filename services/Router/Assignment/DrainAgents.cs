using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Assignment;

namespace TriageMesh.Router.Assignment;

/// <summary>A queue's members who are there, their rows locked, as candidates for its tickets.</summary>
internal static class DrainAgents
{
    // Longest window that a rate may have; older entries are pruned.
    public static readonly Duration LongestWindow = Duration.FromDays(1);

    private const string Settings = """
        SELECT skills, rate_limit, rate_minutes FROM router.queues WHERE queue_id = @queueId
        """;

    // Whom to lock is asked first, so that who is away costs nothing.
    private const string Lock = """
        SELECT a.agent_id
          FROM router.agents a
          JOIN router.queue_members m USING (agent_id)
         WHERE m.queue_id = @queueId AND a.active AND NOT a.program AND a.online AND a.present_until > @now AND a.capacity > 0
         ORDER BY a.agent_id
           FOR NO KEY UPDATE OF a
        """;

    // How they stand is asked under the lock, by a statement of its own: one that has waited for a lock sees its rows as they
    // are now, but the queues and shifts beside them as they were when it began.
    private const string Read = $"""
        SELECT {ShiftRow.Columns}, a.languages, a.skills, a.capacity, a.open_tickets, a.last_assigned_at, a.rate_limit,
               a.rate_minutes
          FROM router.agents a
          JOIN router.queue_members m USING (agent_id)
          LEFT JOIN router.shifts s USING (agent_id)
         WHERE m.queue_id = @queueId AND a.agent_id = ANY (@ids)
         ORDER BY a.agent_id
        """;

    private const string Given = """
        SELECT agent_id, queue_id, at FROM router.given WHERE agent_id = ANY (@ids) AND at > @since
        """;

    private const string Log = """
        INSERT INTO router.given (agent_id, at, ticket_id, queue_id)
        SELECT agent_id, @now, ticket_id, @queueId FROM unnest(@agentIds, @ticketIds) AS u (agent_id, ticket_id)
        """;

    private const string HasMembers = """
        SELECT EXISTS (SELECT FROM router.queue_members m JOIN router.agents a USING (agent_id)
                        WHERE m.queue_id = @queueId AND a.active AND NOT a.program AND a.capacity > 0)
        """;

    /// <summary>Locks and reads who is on duty.</summary>
    public static async Task<QueueCrew> LockAsync(
        NpgsqlTransaction transaction,
        Guid queueId,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var connection = transaction.Connection!;
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        SettingsRow? settings;
        Guid[] ids;
        await using (
            var first = await connection.QueryMultipleAsync(Command($"{Settings}; {Lock}", new { queueId, now }))
        )
        {
            settings = await first.ReadSingleOrDefaultAsync<SettingsRow>();
            ids = [.. await first.ReadAsync<Guid>()];
        }

        var rows = (await connection.QueryAsync<AgentRow>(Command(Read, new { queueId, ids })))
            .Where(row => row.IsOnShift(now))
            .ToList();
        Guid[] limited = [.. rows.Where(row => (row.Rate ?? settings?.Rate) is not null).Select(row => row.AgentId)];
        var given = (
            limited.Length == 0
                ? []
                : await connection.QueryAsync<(Guid AgentId, Guid QueueId, Instant At)>(
                    Command(Given, new { ids = limited, since = now - LongestWindow })
                )
        ).ToLookup(entry => entry.AgentId);
        return new QueueCrew(
            settings?.Skills ?? [],
            [
                .. rows.Select(row =>
                    row.ToCandidate(
                        queueId,
                        RateLimit.Tightest(
                            row.Rate?.LeftAt(now, given[row.AgentId].Select(entry => entry.At)),
                            settings?.Rate?.LeftAt(
                                now,
                                given[row.AgentId].Where(entry => entry.QueueId == queueId).Select(entry => entry.At)
                            )
                        )
                    )
                ),
            ]
        );
    }

    /// <summary>Why nobody of a queue can take anything, when no candidate could be found.</summary>
    public static async Task<WaitReason> WhyNobodyAsync(
        NpgsqlConnection connection,
        Guid queueId,
        QueueCrew crew,
        CancellationToken cancellationToken
    ) =>
        crew.Agents.Count > 0 ? WaitReason.NobodyFree
        : await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(HasMembers, new { queueId }, cancellationToken: cancellationToken)
        )
            ? WaitReason.NobodyOnShift
        : WaitReason.NoMembers;

    /// <summary>Writes down what was given, for the rates.</summary>
    public static Task LogAsync(
        NpgsqlTransaction transaction,
        Guid queueId,
        IReadOnlyCollection<PlannedAssignment> given,
        Instant now,
        CancellationToken cancellationToken
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                Log,
                new
                {
                    queueId,
                    now,
                    agentIds = given.Select(assignment => assignment.AgentId).ToArray(),
                    ticketIds = given.Select(assignment => assignment.TicketId).ToArray(),
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );

    private static RateLimit? RateOf(int? tickets, int? minutes) =>
        tickets is { } number && minutes is { } window ? new RateLimit(number, Duration.FromMinutes(window)) : null;

    private sealed record SettingsRow
    {
        public required string[] Skills { get; init; }
        public int? RateLimit { get; init; }
        public int? RateMinutes { get; init; }
        public RateLimit? Rate => RateOf(RateLimit, RateMinutes);
    }

    private sealed record AgentRow : ShiftRow
    {
        public required string[] Languages { get; init; }
        public required string[] Skills { get; init; }
        public int Capacity { get; init; }
        public int OpenTickets { get; init; }
        public Instant? LastAssignedAt { get; init; }
        public int? RateLimit { get; init; }
        public int? RateMinutes { get; init; }
        public RateLimit? Rate => RateOf(RateLimit, RateMinutes);

        public Candidate ToCandidate(Guid queueId, int? left) =>
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
                WindowLimit = left,
                LastAssignedAt = LastAssignedAt,
            };
    }
}

/// <summary>Who is on duty for a queue, and what its tickets ask of them.</summary>
internal sealed record QueueCrew(string[] Skills, IReadOnlyList<Candidate> Agents)
{
    /// <summary>True where somebody may be given one more; who last answered an author may go one over their capacity.</summary>
    public bool AnyRoom => Agents.Any(agent => agent.Open <= agent.Capacity && agent.IsUnderRate);
}
