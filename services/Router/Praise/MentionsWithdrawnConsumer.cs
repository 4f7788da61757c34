using Dapper;
using MassTransit;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Praise;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Praise;

/// <summary>Posts that are gone may not be shown any more.</summary>
internal sealed class MentionsWithdrawnConsumer(NpgsqlDataSource database, TimeProvider time)
    : IConsumer<MentionsWithdrawn>
{
    // Remembered on the post itself: what is no praise today may be taken for it tomorrow.
    private const string Remember = """
        UPDATE router.mentions m
           SET withdrawn_at = @now
          FROM router.mention_keys k
         WHERE k.mention_id = ANY (@ids)
           AND m.mention_id = k.mention_id AND m.routed_at = k.routed_at AND m.withdrawn_at IS NULL
        """;

    private const string PraiseOf = """
        SELECT mention_id, praise_id FROM router.praise WHERE mention_id = ANY (@ids)
        """;

    public async Task Consume(ConsumeContext<MentionsWithdrawn> context)
    {
        var reasons = context
            .Message.Mentions.GroupBy(gone => gone.MentionId)
            .ToDictionary(gone => gone.Key, gone => gone.First().Reason);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(context.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(context.CancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: context.CancellationToken);

        var gone = reasons.Keys.Order().ToArray();
        await connection.ExecuteAsync(Command(Remember, new { ids = gone, now }));
        var known = await connection.QueryAsync<(Guid MentionId, long PraiseId)>(Command(PraiseOf, new { ids = gone }));
        var ids = known.Select(row => row.PraiseId).ToArray();
        foreach (var file in (await PraiseFile.LockAsync(transaction, ids, context.CancellationToken)).Values)
        {
            await file.DecideAsync(
                new WithdrawPost(reasons[file.MentionId], null),
                Actor.System,
                now,
                context.CancellationToken
            );
        }

        await transaction.CommitAsync(context.CancellationToken);
    }
}

internal sealed class MentionsWithdrawnDefinition : ConsumerDefinition<MentionsWithdrawnConsumer>
{
    public MentionsWithdrawnDefinition() => EndpointName = "router-withdrawn-mentions";
}
