using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Persons;

/// <summary>The record of erasures: asked for here, done here at once, done elsewhere when its service answers.</summary>
internal sealed class Erasures(
    NpgsqlDataSource database,
    RuleBooks rules,
    TicketAfter after,
    Signals signals,
    TimeProvider time
)
{
    /// <summary>Who has to answer; the router is done with the request itself.</summary>
    public static readonly string[] Others = ["classifier", "ingest"];

    public const string Router = "router";

    private const string Add = """
        INSERT INTO router.erasures (erasure_id, channel, author_id, requested_by, requested_at, relabel_ids)
        VALUES (@id, @channel, @authorId, @by, @now, @Relabels)
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

    // One key for whoever routes a mention and whoever keeps it out: the second waits for the first. In the order of routing.
    private const string KeepOut = """
        INSERT INTO router.mention_keys (mention_id, routed_at)
        SELECT id, @now FROM unnest(@ids) AS id ORDER BY id
            ON CONFLICT (mention_id) DO NOTHING
        """;

    // The classifier hears of these at once, and answers once more.
    private const string TellRelabels = """
        UPDATE router.erasures SET relabel_ids = relabel_ids || @relabels, announced_at = NULL WHERE erasure_id = @id
        """;

    private const string Finish = """
        UPDATE router.erasures
           SET finished_at = @now, author_id = NULL, relabel_ids = '{}'
         WHERE erasure_id = @id AND finished_at IS NULL
           AND (SELECT count(*) FROM router.erasure_answers a
                 WHERE a.erasure_id = @id AND a.service = ANY (@Others)) = cardinality(@Others)
        """;

    /// <summary>Erases here, and has it announced.</summary>
    /// <returns>The erasure; null while a text to the person is still to be sent.</returns>
    public async Task<Guid?> RequestAsync(string channel, string authorId, Guid by, CancellationToken cancellationToken)
    {
        var (id, now) = (Guid.CreateVersion7(), Now);
        var book = await rules.LoadAsync(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (
            await PersonErasure.RunAsync(transaction, channel, authorId, book, now, cancellationToken) is not { } erased
        )
        {
            return null;
        }

        await connection.ExecuteAsync(
            new CommandDefinition(
                Add,
                new
                {
                    id,
                    channel,
                    authorId,
                    by,
                    now,
                    erased.Relabels,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        await WriteAsync(transaction, id, Router, erased.Rows, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Outbox.Set();
        Follow(erased);
        return id;
    }

    /// <summary>Notes what a service did; what has come here of the person since the request goes too.</summary>
    /// <remarks>
    /// The ids are kept first and for themselves. Whatever happens after, they are not lost; and whoever was routing one of these
    /// mentions has committed by then, so that what follows finds it.
    /// </remarks>
    public async Task AnswerAsync(AuthorErased answer, CancellationToken cancellationToken)
    {
        var (id, now) = (answer.ErasureId, Now);
        var book = await rules.LoadAsync(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                KeepOut,
                new { ids = answer.OnTheWay.ToArray(), now },
                cancellationToken: cancellationToken
            )
        );
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var (channel, authorId) = await connection.QuerySingleOrDefaultAsync<(string? Channel, string? AuthorId)>(
            Command(Find, new { id })
        );
        if (channel is null || authorId is null)
        {
            return;
        }

        await WriteAsync(transaction, id, answer.Service, answer.Erased, now, cancellationToken);
        var since = await PersonErasure.RunAsync(transaction, channel, authorId, book, now, cancellationToken);
        if (since is not null)
        {
            await WriteAsync(transaction, id, Router, since.Rows, now, cancellationToken);
        }

        // While a text to them is still to be sent, the next announcement comes back to it.
        if (since is { Relabels.Length: 0 })
        {
            await connection.ExecuteAsync(
                Command(
                    Finish,
                    new
                    {
                        id,
                        Others,
                        now,
                    }
                )
            );
        }
        else if (since is not null)
        {
            await connection.ExecuteAsync(Command(TellRelabels, new { id, since.Relabels }));
        }

        await transaction.CommitAsync(cancellationToken);
        if (since is not null)
        {
            Follow(since);
        }

        if (since is { Relabels.Length: > 0 })
        {
            signals.Outbox.Set();
        }
    }

    private void Follow(ErasedHere erased)
    {
        foreach (var file in erased.Ended)
        {
            after.Changed(file);
        }
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
