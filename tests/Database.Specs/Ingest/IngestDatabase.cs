using Dapper;
using Microsoft.Extensions.Options;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Mentions;
using TriageMesh.Ingest;
using TriageMesh.Ingest.Accounts;
using TriageMesh.Ingest.Intake;
using TriageMesh.Ingest.Withdrawals;
using TriageMesh.Platform.Database;
using TriageMesh.TestKit;

namespace TriageMesh.Database.Specs.Ingest;

/// <summary>Ingest's real schema and statements.</summary>
internal static class IngestDatabase
{
    public static async Task PrepareAsync(PostgresFixture postgres, CancellationToken cancellationToken)
    {
        postgres.Require();
        await MeshDatabase.MigrateAsync(postgres.Database, [new IngestService()], cancellationToken);
        await ExecuteAsync(
            postgres,
            "TRUNCATE ingest.mentions, ingest.mention_keys, ingest.deliveries, ingest.replies, ingest.withdrawals",
            null,
            cancellationToken
        );
    }

    public static MentionStore Store(PostgresFixture postgres) =>
        new(
            postgres.Database,
            new DeliveryStore(postgres.Database, TimeProvider.System),
            new WithdrawalStore(postgres.Database, TimeProvider.System),
            new AccountDirectory(Options.Create(new IngestOptions()))
        );

    public static IntakeRequest Request(params string[] externalIds) =>
        new("shop", Delivery: null, [.. externalIds.Select((id, index) => new ReadItem(index, id, Mention(id), null))]);

    public static Mention Mention(string externalId) =>
        new()
        {
            MentionId = MentionIdentity.For("weibo", "brand", externalId),
            Channel = "weibo",
            Account = "brand",
            ExternalId = externalId,
            Author = new MentionAuthor { Id = "customer" },
            Text = "Where is my refund?",
            PostedAt = DateTimeOffset.UnixEpoch,
            ReceivedAt = TimeProvider.System.GetUtcNow(),
            Source = "shop",
        };

    public static async Task<int> ExecuteAsync(
        PostgresFixture postgres,
        string statement,
        object? values,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await postgres.Database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
            new CommandDefinition(statement, values, cancellationToken: cancellationToken)
        );
    }

    public static async Task<T?> ScalarAsync<T>(
        PostgresFixture postgres,
        string statement,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await postgres.Database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<T>(
            new CommandDefinition(statement, cancellationToken: cancellationToken)
        );
    }
}
