using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Mentions;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Platform.Hosting;
using TriageMesh.Platform.Security;
using TriageMesh.Router;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.RouteMentions;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;

namespace TriageMesh.Database.Specs.Router;

/// <summary>A router on a real database, its workers not running: a specification moves the clock and calls them itself.</summary>
internal sealed class RouterWorld : IAsyncDisposable
{
    private const string Empty = """
        TRUNCATE router.calendars, router.policies, router.queues, router.agents, router.authors, router.last_answers,
                 router.tickets, router.likeness, router.clock_steps, router.events, router.announcements, router.notifications,
                 router.mentions, router.mention_keys, router.presence, router.erasures, router.takedowns, mesh.parked, mesh.command_keys
                 RESTART IDENTITY CASCADE
        """;

    private readonly PostgresFixture _postgres;
    private readonly List<WebApplication> _routers = [];

    private readonly string[] _settings;

    private RouterWorld(PostgresFixture postgres, string[] settings) => (_postgres, _settings) = (postgres, settings);

    /// <summary>A Friday, ten in the morning in Shanghai.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 6, 5, 2, 0, 0, TimeSpan.Zero);

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ManualTime Time { get; } = new(Start);

    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    public static async Task<RouterWorld> BeginAsync(PostgresFixture postgres, params string[] settings)
    {
        postgres.Require();
        await MeshDatabase.MigrateAsync(postgres.Database, [new RouterService()], Stop);
        var world = new RouterWorld(postgres, settings);
        await world.SqlAsync(Empty);
        world.AddRouter();
        await world.Get<IEnumerable<IHostedService>>().OfType<RouterDefaults>().Single().StartAsync(Stop);
        return world;
    }

    /// <summary>One more router on the same database; the first is there already.</summary>
    public IServiceProvider AddRouter()
    {
        var app = MeshHost.Build(
            [
                $"--Database:ConnectionString={_postgres.ConnectionString}",
                $"--Security:SigningKey={Convert.ToBase64String(new byte[32])}",
                "--Bus:Transport=memory",
                .. _settings,
            ],
            [new RouterService()],
            builder => builder.Services.AddSingleton<TimeProvider>(Time)
        );
        _routers.Add(app);
        return app.Services;
    }

    public T Get<T>()
        where T : notnull => _routers[0].Services.GetRequiredService<T>();

    public async Task SqlAsync(string sql, object? parameters = null)
    {
        await using var connection = await _postgres.Database.OpenConnectionAsync(Stop);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: Stop));
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await _postgres.Database.OpenConnectionAsync(Stop);
        return [.. await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: Stop))];
    }

    public async Task<T> OneAsync<T>(string sql, object? parameters = null) =>
        (await ListAsync<T>(sql, parameters)).Single();

    /// <summary>Until one statement waits for another's lock.</summary>
    public Task SomebodyWaitsAsync() =>
        Eventually.Be(
            _ =>
                OneAsync<int>(
                    "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                ),
            waiting => waiting == 1,
            Stop
        );

    /// <summary>Routes one batch.</summary>
    public Task<IReadOnlySet<Guid>> RouteAsync(params ClassifiedMention[] mentions) =>
        Get<RouteBatch>().RunAsync(mentions, Stop);

    /// <summary>A complaint, unless told otherwise, posted now, on the account <c>weibo/brand</c>.</summary>
    public ClassifiedMention Post(
        string author,
        string externalId,
        Label label = Label.Complaint,
        TimeSpan? ago = null,
        string text = "It broke on the first day.",
        bool needsReview = false,
        double confidence = 0.9,
        AuthorTier tier = AuthorTier.Standard
    )
    {
        double Score(Label other) => other == label ? confidence : (1 - confidence) / 3;
        return new ClassifiedMention(
            new Mention
            {
                MentionId = MentionIdentity.For("weibo", "brand", externalId),
                Channel = "weibo",
                Account = "brand",
                ExternalId = externalId,
                Author = new MentionAuthor
                {
                    Id = author,
                    Handle = author,
                    Name = author,
                    Tier = tier,
                },
                Text = text,
                PostedAt = Time.GetUtcNow() - (ago ?? TimeSpan.Zero),
                ReceivedAt = Time.GetUtcNow(),
                Source = "specs",
            },
            new Classification
            {
                Label = label,
                Scores = new LabelScores(
                    Score(Label.Complaint),
                    Score(Label.Praise),
                    Score(Label.Question),
                    Score(Label.Other)
                ),
                NeedsReview = needsReview,
                Language = "en",
                ModelVersion = "m1",
            }
        );
    }

    /// <summary>Routes a complaint and gives the ticket that it opened.</summary>
    public async Task<long> OpenAsync(string author = "ann", TimeSpan? ago = null)
    {
        await RouteAsync(Post(author, $"{author}-{Guid.NewGuid():N}", ago: ago));
        return await OneAsync<long>(
            "SELECT max(ticket_id) FROM router.tickets WHERE author_id = @author",
            new { author }
        );
    }

    /// <summary>A person with a role; an agent is a member of the default queue.</summary>
    public async Task<ClaimsPrincipal> PersonAsync(
        Role role = Role.Agent,
        int capacity = 20,
        bool online = true,
        bool member = true
    )
    {
        var id = Guid.NewGuid();
        await SqlAsync(
            """
            INSERT INTO router.agents (agent_id, name, capacity, online) VALUES (@id, @name, @capacity, @online);
            INSERT INTO router.queue_members (queue_id, agent_id) SELECT @Support, @id WHERE @member
            """,
            new
            {
                id,
                name = $"{role.Wire()}-{id:N}"[..12],
                capacity,
                online,
                member,
                RouterDefaults.Support,
            }
        );
        return new ClaimsPrincipal(new Caller(id, role.Wire(), [role]).ToIdentity("specs"));
    }

    public Task<TicketFacts> TicketAsync(long ticketId) =>
        OneAsync<TicketFacts>("SELECT * FROM router.tickets WHERE ticket_id = @ticketId", new { ticketId });

    public Task<ClockFacts> ClockAsync(long ticketId, ClockKind kind, int round = 1) =>
        OneAsync<ClockFacts>(
            "SELECT * FROM router.clocks WHERE ticket_id = @ticketId AND kind = @kind AND round = @round",
            new
            {
                ticketId,
                kind = kind.Wire(),
                round,
            }
        );

    /// <summary>The kinds of a ticket's events, in order.</summary>
    public Task<IReadOnlyList<string>> EventsAsync(long ticketId) =>
        ListAsync<string>(
            "SELECT kind FROM router.events WHERE ticket_id = @ticketId ORDER BY event_id",
            new { ticketId }
        );

    /// <summary>The state that a ticket's events lead to.</summary>
    public async Task<TicketState> ReplayAsync(long ticketId)
    {
        var events = await ListAsync<(string Kind, string Data, Instant At)>(
            "SELECT kind, data::text, at FROM router.events WHERE ticket_id = @ticketId ORDER BY event_id",
            new { ticketId }
        );
        return TicketState.Replay(
            events.Select(change => (TicketChangeJson.Read(change.Kind, change.Data), change.At))
        );
    }

    /// <summary>A person answers, having seen everything.</summary>
    public async Task<IResult> ReplyAsync(
        long ticketId,
        ClaimsPrincipal person,
        string then = "none",
        Guid? key = null,
        string? lastSeen = null
    ) =>
        (
            await ReplyEndpoint.HandleAsync(
                ticketId,
                new ReplyRequest
                {
                    Text = "We are looking into it.",
                    LastSeen = lastSeen ?? (await TicketAsync(ticketId)).LastSeen,
                    Then = then,
                },
                key,
                ifMatch: null,
                person,
                Get<TicketDesk>(),
                Stop
            )
        ).Result;

    /// <summary>A person resolves the ticket.</summary>
    public async Task<IResult> ResolveAsync(long ticketId, ClaimsPrincipal person, string? reason = "done") =>
        (
            await ResolveEndpoint.HandleAsync(
                ticketId,
                new ResolveRequest(reason),
                null,
                person,
                Get<TicketDesk>(),
                Stop
            )
        ).Result;

    public async ValueTask DisposeAsync()
    {
        foreach (var router in _routers)
        {
            await router.DisposeAsync();
        }
    }
}

internal sealed record TicketFacts
{
    public long TicketId { get; init; }
    public required string Status { get; init; }
    public required string Priority { get; init; }
    public required string Label { get; init; }
    public bool NeedsReview { get; init; }
    public Guid QueueId { get; init; }
    public Guid? AssigneeId { get; init; }
    public int Cycle { get; init; }
    public int Spell { get; init; }
    public int MentionCount { get; init; }
    public bool Burst { get; init; }
    public long? ContinuationOf { get; init; }
    public string? OrderNumber { get; init; }
    public required string LastSeen { get; init; }
    public Instant? OldestUnansweredAt { get; init; }
    public Instant? NextDueAt { get; init; }
    public Instant? FirstRepliedAt { get; init; }
    public Instant? ResolvedAt { get; init; }
    public bool Misrouted { get; init; }
    public long Version { get; init; }
}

internal sealed record ClockFacts
{
    public required string State { get; init; }
    public Instant StartedAt { get; init; }
    public long TargetSeconds { get; init; }
    public Instant? DueAt { get; init; }
    public Instant? StoppedAt { get; init; }
    public Instant? BreachedAt { get; init; }
    public Instant? NextFireAt { get; init; }
    public required string[] Fired { get; init; }
}
