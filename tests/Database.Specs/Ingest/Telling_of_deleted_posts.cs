using NodaTime;
using TriageMesh.Domain.Mentions;
using TriageMesh.Ingest.Intake;
using TriageMesh.Ingest.Reconcile;
using TriageMesh.Ingest.Withdrawals;
using TriageMesh.TestKit;

namespace TriageMesh.Database.Specs.Ingest;

/// <summary>Posts that are gone from their platform, looked at as time goes by.</summary>
public sealed class Telling_of_deleted_posts(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 6, 5, 2, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private WithdrawalStore Withdrawals => new(postgres.Database, _time);

    private Instant Now => Instant.FromDateTimeOffset(_time.GetUtcNow());

    [Fact]
    public async Task A_post_whose_month_was_dropped_is_told_of_though_nobody_looked_for_weeks()
    {
        await StoreAsync("old");
        await DropMonthAsync();
        await DeleteAsync("old", "never-seen");
        _time.Advance(TimeSpan.FromDays(30));

        await Withdrawals.ForgetAsync(Now - Duration.FromDays(7), Stop);

        (await TellAsync()).ShouldBe([IdOf("old")]);
        (await TellAsync()).ShouldBeEmpty();
        (await CountAsync()).ShouldBe(1, "what never came is forgotten");
    }

    [Fact]
    public async Task It_is_told_after_the_router_has_the_post_and_not_before()
    {
        await DeleteAsync("first-gone");
        await StoreAsync("first-gone");
        (await TellAsync()).ShouldBeEmpty();

        await new MentionsOnTheWay(postgres.Database).MarkRoutedAsync([IdOf("first-gone")], Now, Stop);
        _time.Advance(TimeSpan.FromSeconds(2));

        (await TellAsync()).ShouldBe([IdOf("first-gone")]);
    }

    [Fact]
    public async Task What_waits_is_looked_at_ever_less_often()
    {
        await DeleteAsync([.. Enumerable.Range(0, 300).Select(i => $"never-seen-{i}")]);
        var looks = 0;
        for (var second = 0; second < 3600; second += 5)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            looks += await LookAsync() / 300;
        }

        // After 5, 10, 20 … 640 seconds, and then every ten minutes.
        looks.ShouldBe(12);
    }

    [Fact]
    public async Task One_of_the_accounts_own_posts_is_forgotten_untold()
    {
        await StoreAsync("own");
        await SqlAsync("UPDATE ingest.mentions SET outbound = true");
        await DeleteAsync("own");
        (await TellAsync()).ShouldBeEmpty();
        _time.Advance(TimeSpan.FromDays(8));

        await Withdrawals.ForgetAsync(Now - Duration.FromDays(7), Stop);

        (await CountAsync()).ShouldBe(0);
    }

    public async ValueTask InitializeAsync() => await IngestDatabase.PrepareAsync(postgres, Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Guid IdOf(string externalId) => MentionIdentity.For("weibo", "brand", externalId);

    private async Task StoreAsync(string id) =>
        await IngestDatabase.Store(postgres).StoreAsync([IngestDatabase.Request(id)], Stop);

    private async Task DeleteAsync(params string[] ids)
    {
        var items = ids.Select((id, index) => new ReadItem(index, id, null, null) { Withdrawn = IdOf(id) });
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await Withdrawals.PutAsync(transaction, [new IntakeRequest("shop", null, [.. items])], Stop);
        await transaction.CommitAsync(Stop);
    }

    /// <summary>As retention does once all of it has arrived at the router: the keys stay.</summary>
    private Task DropMonthAsync() => SqlAsync("DELETE FROM ingest.mentions");

    private async Task SqlAsync(string sql) => await IngestDatabase.ExecuteAsync(postgres, sql, null, Stop);

    private Task<long> CountAsync() =>
        IngestDatabase.ScalarAsync<long>(postgres, "SELECT count(*) FROM ingest.withdrawals", Stop);

    private Task<int> LookAsync() =>
        Withdrawals.PublishAsync(1_000, _ => throw new InvalidOperationException("Nobody knows these posts."), Stop);

    private async Task<IReadOnlyList<Guid>> TellAsync()
    {
        var told = new List<Guid>();
        await Withdrawals.PublishAsync(
            10,
            message =>
            {
                told.AddRange(message.Mentions.Select(gone => gone.MentionId));
                return Task.CompletedTask;
            },
            Stop
        );
        return told;
    }
}
