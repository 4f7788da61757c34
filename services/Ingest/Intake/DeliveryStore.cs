using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Ingest.Intake;

/// <summary>Keeps what was answered to each delivery, so that a redelivered webhook gets the same answer.</summary>
internal sealed class DeliveryStore(NpgsqlDataSource database, TimeProvider time)
{
    private const string Known = """
        SELECT d.source, d.webhook_id, d.answer::text AS answer
          FROM UNNEST(@sources, @ids, @hashes) AS asked (source, webhook_id, body_sha256)
          JOIN ingest.deliveries AS d USING (source, webhook_id, body_sha256)
        """;

    private const string Keep = """
        INSERT INTO ingest.deliveries (source, webhook_id, body_sha256, answer, received_at)
        SELECT d.source, d.webhook_id, d.body_sha256, d.answer::json, @now
          FROM UNNEST(@sources, @ids, @hashes, @answers) AS d (source, webhook_id, body_sha256, answer)
            ON CONFLICT (source, webhook_id) DO NOTHING
        """;

    private const string Forget = """
        DELETE FROM ingest.deliveries
         WHERE (source, webhook_id) IN (
               SELECT source, webhook_id FROM ingest.deliveries WHERE received_at < @before ORDER BY received_at LIMIT 5000)
        """;

    /// <summary>Answers each request, with the kept answer where it is a redelivery, and keeps the new answers in the same transaction.</summary>
    /// <remarks>A redelivery brings nothing new, so only requests without a new mention are looked up.</remarks>
    public async Task<IReadOnlyList<IntakeAnswer>> AnswerAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<IntakeRequest> requests,
        StoredNow fresh,
        CancellationToken cancellationToken
    )
    {
        var answers = requests.Select(request => request.Answer(fresh)).ToArray();
        var old = requests
            .Where((request, index) => request.Delivery is not null && answers[index].Accepted == 0)
            .ToArray();
        var kept = old.Length == 0 ? [] : await KnownAsync(transaction, old, cancellationToken);
        var keep = new Dictionary<(string, string), (IntakeRequest Request, IntakeAnswer Answer)>();
        for (var index = 0; index < requests.Count; index++)
        {
            if (requests[index] is not { Delivery: { } delivery } request)
            {
                continue;
            }

            var key = (request.Source, delivery.WebhookId);
            if (answers[index].Accepted == 0 && kept.TryGetValue(key, out var before))
            {
                answers[index] = before;
            }
            else if (!keep.TryAdd(key, (request, answers[index])))
            {
                // The same delivery twice in one commit.
                answers[index] = keep[key].Request.Delivery == delivery ? keep[key].Answer : answers[index];
            }
        }

        await KeepAsync(transaction, [.. keep.Values], cancellationToken);
        return answers;
    }

    /// <summary>Forgets deliveries that nobody will repeat any more.</summary>
    public async Task<int> ForgetAsync(Instant before, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
            new CommandDefinition(Forget, new { before }, cancellationToken: cancellationToken)
        );
    }

    private static async Task<Dictionary<(string, string), IntakeAnswer>> KnownAsync(
        NpgsqlTransaction transaction,
        IntakeRequest[] requests,
        CancellationToken cancellationToken
    )
    {
        var rows = await transaction.Connection!.QueryAsync<(string Source, string WebhookId, string Answer)>(
            new CommandDefinition(
                Known,
                new
                {
                    sources = Array.ConvertAll(requests, request => request.Source),
                    ids = Array.ConvertAll(requests, request => request.Delivery!.WebhookId),
                    hashes = Array.ConvertAll(requests, request => request.Delivery!.BodySha256),
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        return rows.DistinctBy(row => (row.Source, row.WebhookId))
            .ToDictionary(
                row => (row.Source, row.WebhookId),
                row => JsonSerializer.Deserialize<IntakeAnswer>(row.Answer, MeshJson.Options)!
            );
    }

    private async Task KeepAsync(
        NpgsqlTransaction transaction,
        (IntakeRequest Request, IntakeAnswer Answer)[] keep,
        CancellationToken cancellationToken
    )
    {
        if (keep.Length == 0)
        {
            return;
        }

        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                Keep,
                new
                {
                    sources = Array.ConvertAll(keep, entry => entry.Request.Source),
                    ids = Array.ConvertAll(keep, entry => entry.Request.Delivery!.WebhookId),
                    hashes = Array.ConvertAll(keep, entry => entry.Request.Delivery!.BodySha256),
                    answers = Array.ConvertAll(keep, entry => JsonSerializer.Serialize(entry.Answer, MeshJson.Options)),
                    now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
    }
}
