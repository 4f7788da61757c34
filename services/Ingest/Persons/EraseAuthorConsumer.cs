using Dapper;
using MassTransit;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Ingest.Persons;

/// <summary>Takes an author out of the record of what came in. The mentions' ids stay, so that the same posts are never taken in anew.</summary>
internal sealed class EraseAuthorConsumer(NpgsqlDataSource database, TimeProvider time) : IConsumer<EraseAuthor>
{
    // No index leads here: erasures are rare, and each index is paid for with every mention.
    private const string Erase = """
        WITH found AS (
          SELECT mention_id, received_at, routed_at IS NULL AND published_at IS NOT NULL AS on_the_way
            FROM ingest.mentions
           WHERE channel = @Channel AND author_id = @AuthorId
             FOR UPDATE
        )
        UPDATE ingest.mentions m
           SET author_id = @pseudonym, author_handle = NULL, author_name = NULL, author_followers = NULL,
               external_id = m.mention_id::text, parent_external_id = NULL, conversation_id = NULL, text = '',
               permalink = NULL, media = '[]', delivery = NULL, trace_parent = NULL,
               routed_at = coalesce(m.routed_at, @now)
          FROM found
         WHERE m.mention_id = found.mention_id AND m.received_at = found.received_at
        RETURNING m.mention_id, found.on_the_way
        """;

    public async Task Consume(ConsumeContext<EraseAuthor> context)
    {
        await using var connection = await database.OpenConnectionAsync(context.CancellationToken);
        var erased = (
            await connection.QueryAsync<(Guid Id, bool OnTheWay)>(
                new CommandDefinition(
                    Erase,
                    new
                    {
                        context.Message.Channel,
                        context.Message.AuthorId,
                        pseudonym = $"erased-{Guid.NewGuid():N}",
                        now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                    },
                    commandTimeout: 600,
                    cancellationToken: context.CancellationToken
                )
            )
        ).AsList();
        await context.Publish(
            new AuthorErased(
                context.Message.ErasureId,
                "ingest",
                new Dictionary<string, int>(StringComparer.Ordinal) { ["mentions"] = erased.Count },
                [.. erased.Where(row => row.OnTheWay).Select(row => row.Id)]
            ),
            context.CancellationToken
        );
    }
}

internal sealed class EraseAuthorConsumerDefinition : ConsumerDefinition<EraseAuthorConsumer>
{
    public EraseAuthorConsumerDefinition()
    {
        EndpointName = "ingest-erase-author";
        ConcurrentMessageLimit = 1;
    }
}
