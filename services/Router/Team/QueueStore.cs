using Dapper;
using Npgsql;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Team;

/// <summary>The teams' pools of tickets.</summary>
internal sealed class QueueStore(NpgsqlDataSource database)
{
    private const string Queues = """
        SELECT q.queue_id, q.name, q.calendar_id, q.is_default, q.channels, q.accounts, q.lead_ids,
               q.acceptance_minutes, q.needs_order_number, q.version,
               (SELECT count(*) FROM router.queue_members m WHERE m.queue_id = q.queue_id) AS members,
               (SELECT count(*) FROM router.tickets t
                 WHERE t.queue_id = q.queue_id AND t.status NOT IN ('resolved', 'closed')) AS open_tickets,
               (SELECT count(*) FROM router.tickets t
                 WHERE t.queue_id = q.queue_id AND t.assignee_id IS NULL
                   AND t.status NOT IN ('resolved', 'closed')) AS unassigned
          FROM router.queues q
         WHERE (@queueId::uuid IS NULL AND q.name > @afterName) OR q.queue_id = @queueId
         ORDER BY q.name
         LIMIT @limit
        """;

    private const string Unknown = """
        SELECT id FROM unnest(@ids) AS id WHERE NOT EXISTS (SELECT FROM router.agents WHERE agent_id = id AND active AND NOT program)
        """;

    private const string HasCalendar = """
        SELECT EXISTS (SELECT FROM router.calendars WHERE calendar_id = @calendarId)
        """;

    // Whoever has that one before them and saves it is not to make it the default again.
    private const string TakeOverDefault = """
        UPDATE router.queues SET is_default = false, version = version + 1 WHERE is_default AND queue_id <> @id
        """;

    private const string Put = """
        INSERT INTO router.queues (queue_id, name, calendar_id, channels, accounts, is_default, lead_ids, acceptance_minutes,
               needs_order_number)
        SELECT @id, @Name, @CalendarId, @channels, @accounts, @IsDefault, @leadIds, @AcceptanceMinutes, @NeedsOrderNumber
         WHERE @ifVersion::bigint IS NULL
            OR @ifVersion = coalesce((SELECT version FROM router.queues WHERE queue_id = @id), 0)
        ON CONFLICT (queue_id) DO UPDATE
           SET name = excluded.name, calendar_id = excluded.calendar_id, channels = excluded.channels,
               accounts = excluded.accounts, is_default = queues.is_default OR excluded.is_default,
               lead_ids = excluded.lead_ids, acceptance_minutes = excluded.acceptance_minutes,
               needs_order_number = excluded.needs_order_number, version = queues.version + 1
         WHERE @ifVersion::bigint IS NULL OR queues.version = @ifVersion
        """;

    /// <summary>Queues by name, after the one given.</summary>
    public Task<IReadOnlyList<QueueView>> ListAsync(string afterName, int limit, CancellationToken cancellationToken) =>
        QueryAsync(queueId: null, afterName, limit, cancellationToken);

    /// <summary>One queue; null where there is none.</summary>
    public async Task<QueueView?> FindAsync(Guid queueId, CancellationToken cancellationToken) =>
        (await QueryAsync(queueId, "", 1, cancellationToken)).SingleOrDefault();

    /// <summary>Creates or changes a queue. The default moves to it where the request says so; there is always one.</summary>
    /// <returns>False, and nothing changed, where it has another version than <paramref name="ifVersion"/>; 0 is one that is not there yet.</returns>
    /// <exception cref="PostgresException">The name is taken (23505) or the calendar does not exist (23503).</exception>
    public async Task<bool> PutAsync(
        Guid id,
        QueueRequest request,
        long? ifVersion,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (request.IsDefault)
        {
            await connection.ExecuteAsync(
                new CommandDefinition(TakeOverDefault, new { id }, transaction, cancellationToken: cancellationToken)
            );
        }

        var written = await connection.ExecuteAsync(
            new CommandDefinition(
                Put,
                new
                {
                    id,
                    ifVersion,
                    request.Name,
                    request.CalendarId,
                    channels = request.Channels.ToArray(),
                    accounts = request.Accounts.ToArray(),
                    request.IsDefault,
                    leadIds = request.LeadIds.ToArray(),
                    request.AcceptanceMinutes,
                    request.NeedsOrderNumber,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        if (written == 0)
        {
            return false;
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Which of these are no active agents.</summary>
    public async Task<IReadOnlyList<Guid>> UnknownAsync(
        IReadOnlyList<Guid> agentIds,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return
        [
            .. await connection.QueryAsync<Guid>(
                new CommandDefinition(Unknown, new { ids = agentIds.ToArray() }, cancellationToken: cancellationToken)
            ),
        ];
    }

    /// <summary>Whether there is such a calendar.</summary>
    public async Task<bool> HasCalendarAsync(Guid calendarId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(HasCalendar, new { calendarId }, cancellationToken: cancellationToken)
        );
    }

    private async Task<IReadOnlyList<QueueView>> QueryAsync(
        Guid? queueId,
        string afterName,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<QueueRow>(
            new CommandDefinition(
                Queues,
                new
                {
                    queueId,
                    afterName,
                    limit,
                },
                cancellationToken: cancellationToken
            )
        );
        return [.. rows.Select(row => row.ToView())];
    }

    private sealed record QueueRow
    {
        public Guid QueueId { get; init; }
        public required string Name { get; init; }
        public Guid CalendarId { get; init; }
        public bool IsDefault { get; init; }
        public required string[] Channels { get; init; }
        public required string[] Accounts { get; init; }
        public required Guid[] LeadIds { get; init; }
        public int? AcceptanceMinutes { get; init; }
        public bool NeedsOrderNumber { get; init; }
        public long Version { get; init; }
        public long Members { get; init; }
        public long OpenTickets { get; init; }
        public long Unassigned { get; init; }

        public QueueView ToView() =>
            new()
            {
                Id = QueueId,
                Name = Name,
                CalendarId = CalendarId,
                IsDefault = IsDefault,
                Channels = Channels,
                Accounts = Accounts,
                LeadIds = LeadIds,
                AcceptanceMinutes = AcceptanceMinutes,
                NeedsOrderNumber = NeedsOrderNumber,
                Members = (int)Members,
                OpenTickets = (int)OpenTickets,
                Unassigned = (int)Unassigned,
                Version = Version,
            };
    }
}
