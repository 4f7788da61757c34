using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Webhooks;

/// <summary>The webhooks and their log.</summary>
internal sealed class WebhookStore(NpgsqlDataSource database)
{
    private const string Columns = """
        webhook_id, url, description, kinds, active, inactive_reason, failing_since, created_at, version
        """;

    private const string List = $"""
        SELECT {Columns} FROM router.webhooks WHERE webhook_id > @after ORDER BY webhook_id LIMIT @limit
        """;

    private const string One = $"""
        SELECT {Columns} FROM router.webhooks WHERE webhook_id = @id
        """;

    private const string Insert = $"""
        INSERT INTO router.webhooks (webhook_id, url, description, kinds, active, secret, created_by, created_at)
        VALUES (@id, @Url, @Description, @kinds, @Active, @secret, @by, @now)
        RETURNING {Columns}
        """;

    private const string Change = $"""
        UPDATE router.webhooks
           SET url = @Url, description = @Description, kinds = @kinds, active = @Active, version = version + 1,
               inactive_reason = CASE WHEN NOT @Active THEN inactive_reason END,
               failing_since = CASE WHEN NOT @Active THEN failing_since END
         WHERE webhook_id = @id AND (@ifVersion::bigint IS NULL OR version = @ifVersion)
        RETURNING {Columns}
        """;

    private const string Resume = """
        UPDATE router.webhook_deliveries
           SET next_attempt_at = CASE WHEN @active THEN @now END
         WHERE webhook_id = @id AND status = 'pending' AND (next_attempt_at IS NULL) = @active
        """;

    private const string Renew = """
        UPDATE router.webhooks
           SET former_secret = secret, former_until = @until, secret = @secret, version = version + 1
         WHERE webhook_id = @id
        """;

    private const string Delete = """
        DELETE FROM router.webhooks WHERE webhook_id = @id
        """;

    private const string Test = """
        INSERT INTO router.webhook_deliveries (webhook_id, body, next_attempt_at, created_at)
        SELECT webhook_id, @body, @now, @now FROM router.webhooks WHERE webhook_id = @id
        RETURNING delivery_id
        """;

    internal const string Log = """
        SELECT delivery_id AS id, event_id, status, attempts, next_attempt_at, answer_status, answer_error, answer_ms,
               created_at, finished_at, body
          FROM router.webhook_deliveries
         WHERE webhook_id = @id AND -delivery_id > -@before AND (@status::text IS NULL OR status = @status)
         ORDER BY -delivery_id
         LIMIT @limit
        """;

    // What has come to an end, or rests; what is still to be tried will be.
    private const string Retry = """
        UPDATE router.webhook_deliveries
           SET status = 'pending', attempts = 0, next_attempt_at = @now, finished_at = NULL
         WHERE webhook_id = @id AND delivery_id = @deliveryId
           AND (status <> 'pending' OR next_attempt_at IS NULL)
        """;

    private const string HasDelivery = """
        SELECT EXISTS (SELECT FROM router.webhook_deliveries WHERE webhook_id = @id AND delivery_id = @deliveryId)
        """;

    public async Task<IReadOnlyList<WebhookView>> ListAsync(Guid after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(List, new { after, limit }, cancellationToken: cancellationToken)
        );
        return [.. rows.Select(row => row.ToView())];
    }

    public Task<WebhookView?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        OneAsync(One, new { id }, cancellationToken);

    public async Task<WebhookView> AddAsync(
        Guid id,
        PutWebhookRequest request,
        byte[] secret,
        Guid by,
        Instant now,
        CancellationToken cancellationToken
    ) =>
        (
            await OneAsync(
                Insert,
                new
                {
                    id,
                    request.Url,
                    request.Description,
                    kinds = request.Kinds.ToArray(),
                    request.Active,
                    secret,
                    by,
                    now,
                },
                cancellationToken
            )
        )!;

    /// <summary>Changes a webhook; null where there is none of that id and version. Switched on, it gets what it has missed since it was switched off by the mesh.</summary>
    public async Task<WebhookView?> ChangeAsync(
        Guid id,
        PutWebhookRequest request,
        long? ifVersion,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            Command(
                Change,
                new
                {
                    id,
                    request.Url,
                    request.Description,
                    kinds = request.Kinds.ToArray(),
                    request.Active,
                    ifVersion,
                }
            )
        );
        if (row is null)
        {
            return null;
        }

        await connection.ExecuteAsync(
            Command(
                Resume,
                new
                {
                    id,
                    active = request.Active,
                    now,
                }
            )
        );
        await transaction.CommitAsync(cancellationToken);
        return row.ToView();
    }

    /// <summary>Gives it another secret; the former one signs too until <paramref name="until"/>.</summary>
    public Task<int> RenewAsync(Guid id, byte[] secret, Instant until, CancellationToken cancellationToken) =>
        ExecuteAsync(
            Renew,
            new
            {
                id,
                secret,
                until,
            },
            cancellationToken
        );

    public Task<int> DeleteAsync(Guid id, CancellationToken cancellationToken) =>
        ExecuteAsync(Delete, new { id }, cancellationToken);

    /// <summary>Queues a test; null where there is no such webhook.</summary>
    public async Task<long?> AddTestAsync(Guid id, string body, Instant now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<long?>(
            new CommandDefinition(
                Test,
                new
                {
                    id,
                    body,
                    now,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    public async Task<IReadOnlyList<WebhookDeliveryView>> LogAsync(
        Guid id,
        string? status,
        long before,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<DeliveryRow>(
            new CommandDefinition(
                Log,
                new
                {
                    id,
                    status,
                    before,
                    limit,
                },
                cancellationToken: cancellationToken
            )
        );
        return [.. rows.Select(row => row.ToView())];
    }

    public Task<int> RetryAsync(Guid id, long deliveryId, Instant now, CancellationToken cancellationToken) =>
        ExecuteAsync(
            Retry,
            new
            {
                id,
                deliveryId,
                now,
            },
            cancellationToken
        );

    public async Task<bool> HasDeliveryAsync(Guid id, long deliveryId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(HasDelivery, new { id, deliveryId }, cancellationToken: cancellationToken)
        );
    }

    private async Task<WebhookView?> OneAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)
        );
        return row?.ToView();
    }

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)
        );
    }

    private sealed record Row
    {
        public Guid WebhookId { get; init; }
        public required string Url { get; init; }
        public string? Description { get; init; }
        public required string[] Kinds { get; init; }
        public bool Active { get; init; }
        public string? InactiveReason { get; init; }
        public Instant? FailingSince { get; init; }
        public Instant CreatedAt { get; init; }
        public long Version { get; init; }

        public WebhookView ToView() =>
            new(
                WebhookId,
                Url,
                Description,
                Kinds,
                Active,
                InactiveReason,
                FailingSince?.ToDateTimeOffset(),
                CreatedAt.ToDateTimeOffset(),
                Version
            );
    }

    private sealed record DeliveryRow
    {
        public long Id { get; init; }
        public long? EventId { get; init; }
        public required string Status { get; init; }
        public int Attempts { get; init; }
        public Instant? NextAttemptAt { get; init; }
        public int? AnswerStatus { get; init; }
        public string? AnswerError { get; init; }
        public int? AnswerMs { get; init; }
        public Instant CreatedAt { get; init; }
        public Instant? FinishedAt { get; init; }
        public required string Body { get; init; }

        public WebhookDeliveryView ToView() =>
            new()
            {
                Id = Id,
                EventId = EventId,
                Status = Status,
                Attempts = Attempts,
                NextAttemptAt = NextAttemptAt?.ToDateTimeOffset(),
                AnswerStatus = AnswerStatus,
                AnswerError = AnswerError,
                AnswerMs = AnswerMs,
                CreatedAt = CreatedAt.ToDateTimeOffset(),
                FinishedAt = FinishedAt?.ToDateTimeOffset(),
                Body = Body,
            };
    }
}
