using System.Diagnostics;
using System.Net;
using System.Text;
using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Platform.Security;
using TriageMesh.Platform.Signing;

namespace TriageMesh.Router.Webhooks;

/// <summary>Sends what is due. A delivery may arrive twice (the receiver knows it by its <c>webhook-id</c>), it is never lost.</summary>
internal sealed partial class WebhookSender(
    NpgsqlDataSource database,
    HttpClient http,
    SealedText sealedText,
    IOptions<WebhookOptions> options,
    TimeProvider time,
    ILogger<WebhookSender> logger
)
{
    /// <summary>How many deliveries are under way at once.</summary>
    public const int BatchSize = 16;

    // Of one receiver: the others need not wait for one that hangs.
    private const int Share = 4;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    // The claim is a lease: whoever dies with it leaves a row that comes due again. What is due is read once, in a step of its
    // own: within a condition PostgreSQL may read it once for each row, and take more than there is room for.
    private const string Claim = """
        WITH due AS (
          SELECT due.delivery_id, w.url, w.secret, CASE WHEN w.former_until > @now THEN w.former_secret END AS former_secret
            FROM router.webhooks w
           CROSS JOIN LATERAL (
             SELECT delivery_id, next_attempt_at
               FROM router.webhook_deliveries
              WHERE webhook_id = w.webhook_id AND next_attempt_at <= @now
              ORDER BY next_attempt_at
              LIMIT @Share
                FOR UPDATE SKIP LOCKED) AS due
           WHERE w.webhook_id <> ALL (@busy)
           ORDER BY due.next_attempt_at
           LIMIT @room)
        UPDATE router.webhook_deliveries d
           SET attempts = attempts + 1, next_attempt_at = @lease
          FROM due
         WHERE d.delivery_id = due.delivery_id
        RETURNING d.delivery_id, d.webhook_id, d.event_id, d.body, d.attempts, due.url, due.secret, due.former_secret
        """;

    private const string Next = """
        SELECT min(due.next_attempt_at)
          FROM router.webhooks w
         CROSS JOIN LATERAL (
           SELECT next_attempt_at
             FROM router.webhook_deliveries
            WHERE webhook_id = w.webhook_id AND next_attempt_at IS NOT NULL
            ORDER BY next_attempt_at
            LIMIT 1) AS due
        """;

    private const string Finish = """
        UPDATE router.webhook_deliveries
           SET status = @Status, next_attempt_at = @nextAt, answer_status = @AnswerStatus, answer_error = @AnswerError,
               answer_ms = @Ms, finished_at = CASE WHEN @nextAt::timestamptz IS NULL THEN @now END
         WHERE delivery_id = @DeliveryId
        """;

    private const string WentWell = """
        UPDATE router.webhooks SET failing_since = NULL WHERE webhook_id = @WebhookId AND failing_since IS NOT NULL
        """;

    private const string GoneForGood = "The receiver says that it is gone for good (410).";
    private const string TooLong = "Nothing could be delivered for too long.";

    private const string WentBadly = """
        UPDATE router.webhooks
           SET failing_since = coalesce(failing_since, @now),
               active = active AND NOT @gone AND coalesce(failing_since, @now) > @giveUp,
               inactive_reason = CASE
                 WHEN @gone THEN @goneForGood
                 WHEN coalesce(failing_since, @now) <= @giveUp THEN @tooLong
                 ELSE inactive_reason END
         WHERE webhook_id = @WebhookId AND active
        """;

    // What a webhook that was switched off has not got waits until a person switches it on again.
    private const string Rest = """
        UPDATE router.webhook_deliveries d
           SET next_attempt_at = NULL
          FROM router.webhooks w
         WHERE w.webhook_id = @WebhookId AND NOT w.active AND d.webhook_id = w.webhook_id AND d.next_attempt_at IS NOT NULL
        """;

    private const string Forget = """
        DELETE FROM router.webhook_deliveries WHERE finished_at < @before
        """;

    // What a turn that failed leaves under way goes on, and counts in the next one.
    private readonly Dictionary<Task, Guid> _underWay = [];

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>Sends what is due, and what comes due while something is still under way.</summary>
    public async Task SendDueAsync(CancellationToken cancellationToken)
    {
        do
        {
            foreach (var row in await ClaimAsync([.. _underWay.Values], cancellationToken))
            {
                _underWay.Add(DeliverAsync(row, cancellationToken), row.WebhookId);
            }

            // Somebody who hangs is waited for no longer than until the next look.
            await Task.WhenAny([.. _underWay.Keys, Task.Delay(LookEvery, time, cancellationToken)]);
            foreach (var done in _underWay.Keys.Where(task => task.IsCompleted).ToList())
            {
                _underWay.Remove(done);
                await done;
            }
        } while (_underWay.Count > 0);
    }

    private async Task<List<Row>> ClaimAsync(Guid[] underWay, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                Claim,
                new
                {
                    now = Now,
                    lease = Now + Duration.FromTimeSpan(options.Value.Timeout * 3),
                    Share,
                    room = BatchSize - underWay.Length,
                    busy = underWay
                        .CountBy(webhook => webhook)
                        .Where(count => count.Value >= Share)
                        .Select(count => count.Key)
                        .ToArray(),
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        // Only what was read is claimed: nobody would send the others before their lease is over.
        await transaction.CommitAsync(cancellationToken);
        return rows.AsList();
    }

    /// <summary>When the next delivery is due; null where there is none.</summary>
    public async Task<Instant?> NextAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<Instant?>(
            new CommandDefinition(Next, cancellationToken: cancellationToken)
        );
    }

    /// <summary>Takes what is older than the log is long out of it.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var before = Now - Duration.FromTimeSpan(options.Value.KeepLog);
        await connection.ExecuteAsync(
            new CommandDefinition(Forget, new { before }, cancellationToken: cancellationToken)
        );
    }

    private async Task DeliverAsync(Row row, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var (status, error) = await PostAsync(row, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var (well, now) = (status is >= 200 and < 300, Now);
        var wait =
            well || status == (int)HttpStatusCode.Gone
                ? null
                : RetrySchedule.After(row.Attempts, Random.Shared.NextDouble());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                Finish,
                new
                {
                    row.DeliveryId,
                    Status = well ? "delivered"
                    : wait is null ? "failed"
                    : "pending",
                    nextAt = wait is { } again ? now + Duration.FromTimeSpan(again) : (Instant?)null,
                    AnswerStatus = status,
                    AnswerError = error,
                    Ms = (int)watch.ElapsedMilliseconds,
                    now,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        await connection.ExecuteAsync(
            new CommandDefinition(
                well ? WentWell : WentBadly,
                new
                {
                    row.WebhookId,
                    now,
                    gone = status == (int)HttpStatusCode.Gone,
                    goneForGood = GoneForGood,
                    tooLong = TooLong,
                    giveUp = now - Duration.FromTimeSpan(options.Value.GiveUpAfter),
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        await connection.ExecuteAsync(
            new CommandDefinition(Rest, new { row.WebhookId }, transaction, cancellationToken: cancellationToken)
        );
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<(int? Status, string? Error)> PostAsync(Row row, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Value.Timeout);
        try
        {
            WebhookSecret[] secrets =
            [
                .. new[] { row.Secret, row.FormerSecret }
                    .Select(box => box is null ? null : sealedText.Open(box))
                    .OfType<string>()
                    .Select(WebhookSecret.Parse),
            ];
            if (secrets.Length == 0)
            {
                return (null, "The secret cannot be read with this mesh's signing key; renew it.");
            }

            using var request = SignedRequest.Post(
                new Uri(row.Url),
                row.MessageId,
                Encoding.UTF8.GetBytes(row.Body),
                time.GetUtcNow(),
                secrets
            );
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return ((int)answer.StatusCode, null);
        }
        catch (HttpRequestException failed) when (failed.InnerException is ForbiddenAddressException)
        {
            return (null, "The address may not be called: it leads into a private network.");
        }
        catch (HttpRequestException failed)
        {
            return (null, $"No answer: {failed.HttpRequestError}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"No answer within {options.Value.Timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            // It is this delivery's own matter: it is in its log, comes due again like any other, and keeps nobody waiting.
            LogNotSent(failed, row.DeliveryId, row.WebhookId);
            return (null, $"It could not be sent: {failed.GetType().Name}.");
        }
    }

    [LoggerMessage(
        EventId = 3601,
        Level = LogLevel.Error,
        Message = "Delivery {DeliveryId} of webhook {WebhookId} could not be sent"
    )]
    private partial void LogNotSent(Exception failed, long deliveryId, Guid webhookId);

    private sealed record Row
    {
        public long DeliveryId { get; init; }
        public Guid WebhookId { get; init; }
        public long? EventId { get; init; }
        public required string Body { get; init; }
        public int Attempts { get; init; }
        public required string Url { get; init; }
        public required byte[] Secret { get; init; }
        public byte[]? FormerSecret { get; init; }

        /// <summary>The same with every attempt of this delivery.</summary>
        public string MessageId => EventId is { } id ? $"event_{id}" : $"test_{DeliveryId}";
    }
}
