using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Database;

namespace TriageMesh.Router.Persons;

/// <summary>The record of erasures: asked for here, done here at once, done elsewhere when its service answers.</summary>
internal sealed class Erasures(NpgsqlDataSource database, Signals signals, TimeProvider time)
{
    /// <summary>Who has to answer; the router is done with the request itself.</summary>
    public static readonly string[] Others = ["classifier", "ingest"];

    private const string Router = "router";

    private const string Add = """
        INSERT INTO router.erasures (erasure_id, channel, author_id, requested_by, requested_at)
        VALUES (@id, @channel, @authorId, @by, @now)
        """;

    // Numbers of a service that answers again are added up: the second time it found what had come since.
    private const string Answer = """
        INSERT INTO router.erasure_answers AS a (erasure_id, service, erased, at) VALUES (@id, @service, @erased::jsonb, @now)
        ON CONFLICT (erasure_id, service) DO UPDATE
           SET at = excluded.at,
               erased = (SELECT coalesce(jsonb_object_agg(what, rows), '{}')
                           FROM (SELECT e.key AS what, sum(e.value::int) AS rows
                                   FROM (SELECT * FROM jsonb_each_text(a.erased)
                                         UNION ALL SELECT * FROM jsonb_each_text(excluded.erased)) AS e
                                  GROUP BY e.key) AS summed)
        """;

    private const string Find = """
        SELECT channel, author_id FROM router.erasures WHERE erasure_id = @id FOR UPDATE
        """;

    private const string KeepOut = """
        INSERT INTO router.erased_mentions (mention_id, erased_at)
        SELECT id, @now FROM unnest(@ids) AS id
         WHERE NOT EXISTS (SELECT FROM router.mention_keys k WHERE k.mention_id = id)
            ON CONFLICT DO NOTHING
        """;

    private const string Finish = """
        UPDATE router.erasures
           SET finished_at = @now, author_id = NULL
         WHERE erasure_id = @id AND finished_at IS NULL
           AND (SELECT count(*) FROM router.erasure_answers a
                 WHERE a.erasure_id = @id AND a.service = ANY (@Others)) = cardinality(@Others)
        """;

    // A text that is still to be sent cannot be erased: what would be sent then?
    private const string Sending = """
        SELECT EXISTS (
               SELECT FROM router.authors a
                 JOIN router.tickets t USING (channel, account, author_id)
                 JOIN router.replies r USING (ticket_id)
                WHERE a.channel = @channel AND a.author_id = @authorId AND r.published_at IS NULL)
            OR EXISTS (
               SELECT FROM router.authors a
                 JOIN router.mentions m USING (channel, account, author_id)
                 JOIN router.praise p USING (mention_id)
                 JOIN router.praise_requests q USING (praise_id)
                WHERE a.channel = @channel AND a.author_id = @authorId AND q.published_at IS NULL)
        """;

    /// <summary>Erases here, and has it announced.</summary>
    /// <returns>The erasure; null while a text to the person is still to be sent.</returns>
    public async Task<Guid?> RequestAsync(string channel, string authorId, Guid by, CancellationToken cancellationToken)
    {
        var (id, now) = (Guid.CreateVersion7(), Now);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var parameters = new
        {
            id,
            channel,
            authorId,
            by,
            now,
        };
        CommandDefinition Command(string sql) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        if (await connection.ExecuteScalarAsync<bool>(Command(Sending)))
        {
            return null;
        }

        await connection.ExecuteAsync(Command(Add));
        var erased = await PersonErasure.RunAsync(transaction, channel, authorId, now, cancellationToken);
        await WriteAsync(transaction, id, Router, erased, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Outbox.Set();
        return id;
    }

    /// <summary>Notes what a service did; what has come here of the person since the request goes too.</summary>
    public async Task AnswerAsync(AuthorErased answer, CancellationToken cancellationToken)
    {
        var now = Now;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var (channel, authorId) = await connection.QuerySingleOrDefaultAsync<(string? Channel, string? AuthorId)>(
            Command(Find, new { id = answer.ErasureId })
        );
        if (channel is null || authorId is null)
        {
            return;
        }

        await connection.ExecuteAsync(Command(KeepOut, new { ids = answer.OnTheWay.ToArray(), now }));
        var since = await PersonErasure.RunAsync(transaction, channel, authorId, now, cancellationToken);
        await WriteAsync(transaction, answer.ErasureId, Router, since, now, cancellationToken);
        await WriteAsync(transaction, answer.ErasureId, answer.Service, answer.Erased, now, cancellationToken);
        await connection.ExecuteAsync(
            Command(
                Finish,
                new
                {
                    id = answer.ErasureId,
                    Others,
                    now,
                }
            )
        );
        await transaction.CommitAsync(cancellationToken);
    }

    private static Task<int> WriteAsync(
        NpgsqlTransaction transaction,
        Guid id,
        string service,
        IReadOnlyDictionary<string, int> rows,
        Instant now,
        CancellationToken cancellationToken
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                Answer,
                new
                {
                    id,
                    service,
                    erased = JsonSerializer.Serialize(rows),
                    now,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
}
