using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Team;

/// <summary>The people who work tickets.</summary>
internal sealed class AgentStore(NpgsqlDataSource database)
{
    private const string Agents = """
        SELECT a.agent_id, a.name, a.languages, a.skills, a.capacity, a.open_tickets, a.online, a.version,
               coalesce(array_agg(q.queue_id ORDER BY q.name) FILTER (WHERE q.queue_id IS NOT NULL), '{}') AS queue_ids,
               coalesce(array_agg(q.name ORDER BY q.name) FILTER (WHERE q.queue_id IS NOT NULL), '{}') AS queue_names
          FROM router.agents a
          LEFT JOIN router.queue_members m USING (agent_id)
          LEFT JOIN router.queues q USING (queue_id)
         WHERE (@agentId::uuid IS NULL AND a.active AND NOT a.program AND (a.name, a.agent_id) > (@afterName, @afterId))
            OR a.agent_id = @agentId
         GROUP BY a.agent_id
         ORDER BY a.name, a.agent_id
         LIMIT @limit
        """;

    private const string Put = """
        INSERT INTO router.agents (agent_id, name, languages, skills, capacity, active)
        SELECT @id, @Name, @languages, @skills, @Capacity, @Active
         WHERE @ifVersion::bigint IS NULL
            OR @ifVersion = coalesce((SELECT version FROM router.agents WHERE agent_id = @id), 0)
        ON CONFLICT (agent_id) DO UPDATE
           SET name = excluded.name, languages = excluded.languages, skills = excluded.skills,
               capacity = excluded.capacity, active = excluded.active,
               online = agents.online AND excluded.active, version = agents.version + 1
         WHERE @ifVersion::bigint IS NULL OR agents.version = @ifVersion
        RETURNING xmax = 0
        """;

    private const string Leave = """
        DELETE FROM router.queue_members WHERE agent_id = @id AND queue_id <> ALL (@queues)
        """;

    private const string Join = """
        INSERT INTO router.queue_members (queue_id, agent_id)
        SELECT q.queue_id, @id FROM router.queues q WHERE q.queue_id = ANY (@queues)
        ON CONFLICT DO NOTHING
        """;

    private const string JoinDefault = """
        INSERT INTO router.queue_members (queue_id, agent_id)
        SELECT queue_id, @id FROM router.queues WHERE is_default
        ON CONFLICT DO NOTHING
        """;

    private const string UnknownQueues = """
        SELECT id FROM unnest(@queues) AS id WHERE NOT EXISTS (SELECT FROM router.queues WHERE queue_id = id)
        """;

    // To come and go is not a change of the agent, so the version stays, whoever edits them meanwhile.
    private const string SetPresence = """
        UPDATE router.agents
           SET online = @online, present_until = @until
         WHERE agent_id = @id AND active AND NOT program
        """;

    // Nobody who has left is brought back by it.
    private const string Prolong = """
        UPDATE router.agents SET present_until = @until WHERE agent_id = @id AND active AND online AND present_until > @now
        """;

    /// <summary>Active agents by name, after the one given.</summary>
    public async Task<IReadOnlyList<AgentView>> ListAsync(
        string afterName,
        Guid afterId,
        int limit,
        CancellationToken cancellationToken
    ) => await QueryAsync(agentId: null, afterName, afterId, limit, cancellationToken);

    /// <summary>One agent, active or not; null where there is none.</summary>
    public async Task<AgentView?> FindAsync(Guid agentId, CancellationToken cancellationToken) =>
        (await QueryAsync(agentId, "", Guid.Empty, 1, cancellationToken)).SingleOrDefault();

    /// <summary>Creates or changes an agent and the queues they belong to.</summary>
    /// <returns>Nothing was changed where there are unknown queues, or where the version is another one.</returns>
    public async Task<AgentChange> PutAsync(
        Guid id,
        AgentRequest request,
        long? ifVersion,
        CancellationToken cancellationToken
    )
    {
        var queues = request.QueueIds?.ToArray() ?? [];
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var unknown = (await connection.QueryAsync<Guid>(Command(UnknownQueues, new { queues }))).AsList();
        if (unknown.Count > 0)
        {
            return new AgentChange(unknown, IsStale: false);
        }

        var isNew = await connection.ExecuteScalarAsync<bool?>(
            Command(
                Put,
                new
                {
                    id,
                    ifVersion,
                    request.Name,
                    languages = request.Languages.ToArray(),
                    skills = request.Skills.ToArray(),
                    request.Capacity,
                    request.Active,
                }
            )
        );
        if (isNew is null)
        {
            return new AgentChange([], IsStale: true);
        }

        string[] membership =
            request.QueueIds is not null ? [Leave, Join]
            : isNew.Value ? [JoinDefault]
            : [];
        foreach (var statement in membership)
        {
            await connection.ExecuteAsync(Command(statement, new { id, queues }));
        }

        await transaction.CommitAsync(cancellationToken);
        return new AgentChange([], IsStale: false);
    }

    /// <summary>Says whether an agent is there to be given tickets, and until when that is believed without another sign of life.</summary>
    /// <returns>False where there is no such active agent.</returns>
    public async Task<bool> SetPresenceAsync(Guid id, bool online, Instant until, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
                new CommandDefinition(
                    SetPresence,
                    new
                    {
                        id,
                        online,
                        until,
                    },
                    cancellationToken: cancellationToken
                )
            ) == 1;
    }

    /// <summary>A sign of life.</summary>
    /// <returns>False where the agent is not, or no longer, present.</returns>
    public async Task<bool> ProlongPresenceAsync(
        Guid id,
        Instant now,
        Instant until,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
                new CommandDefinition(
                    Prolong,
                    new
                    {
                        id,
                        now,
                        until,
                    },
                    cancellationToken: cancellationToken
                )
            ) == 1;
    }

    private async Task<IReadOnlyList<AgentView>> QueryAsync(
        Guid? agentId,
        string afterName,
        Guid afterId,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<AgentRow>(
            new CommandDefinition(
                Agents,
                new
                {
                    agentId,
                    afterName,
                    afterId,
                    limit,
                },
                cancellationToken: cancellationToken
            )
        );
        return [.. rows.Select(row => row.ToView())];
    }

    private sealed record AgentRow
    {
        public Guid AgentId { get; init; }
        public required string Name { get; init; }
        public required string[] Languages { get; init; }
        public required string[] Skills { get; init; }
        public int Capacity { get; init; }
        public int OpenTickets { get; init; }
        public bool Online { get; init; }
        public long Version { get; init; }
        public required Guid[] QueueIds { get; init; }
        public required string[] QueueNames { get; init; }

        public AgentView ToView() =>
            new()
            {
                Id = AgentId,
                Name = Name,
                Languages = Languages,
                Skills = Skills,
                Capacity = Capacity,
                OpenTickets = OpenTickets,
                Online = Online,
                Queues = [.. QueueIds.Zip(QueueNames, (id, name) => new QueueRef(id, name))],
                Version = Version,
            };
    }
}

/// <summary>How a change of an agent came out.</summary>
/// <param name="UnknownQueues">Queues that do not exist.</param>
/// <param name="IsStale">Somebody has changed the agent meanwhile.</param>
internal sealed record AgentChange(IReadOnlyList<Guid> UnknownQueues, bool IsStale);
