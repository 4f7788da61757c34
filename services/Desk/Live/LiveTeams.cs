using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk.Proxy;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.Live;

/// <summary>Which queues each agent works, as the router says: asked for all together while desks are open. While the router is away, what it said last holds.</summary>
internal sealed partial class LiveTeams(
    LiveDesks desks,
    Upstreams upstreams,
    TokenIssuer tokens,
    TimeProvider time,
    ILogger<LiveTeams> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);
    private static readonly Caller Desk = new(Guid.Empty, "desk", [Role.Admin]);

    private readonly SemaphoreSlim _asking = new(1);
    private volatile FrozenDictionary<Guid, FrozenSet<Guid>> _teams = FrozenDictionary<Guid, FrozenSet<Guid>>.Empty;

    /// <summary>A desk that has just been opened; a person nobody knows yet is asked for, two seconds at most.</summary>
    public async Task WelcomeAsync(LiveDesk desk, CancellationToken cancellationToken)
    {
        if (!_teams.ContainsKey(desk.PersonId))
        {
            using var enough = new CancellationTokenSource(AtOnce, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enough.Token);
            try
            {
                await AskAsync(unlessKnown: desk.PersonId, either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Told with the next look.
            }
        }

        desk.Work(QueuesOf(desk.PersonId));
    }

    public override void Dispose()
    {
        _asking.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (desks.Count == 0)
            {
                continue;
            }

            await AskAsync(unlessKnown: null, stoppingToken);
            foreach (var desk in desks.All.Where(desk => desk.Work(QueuesOf(desk.PersonId))))
            {
                desk.LookAgain();
            }
        }
    }

    private FrozenSet<Guid> QueuesOf(Guid person) => _teams.GetValueOrDefault(person, []);

    private async Task AskAsync(Guid? unlessKnown, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (unlessKnown is not { } person || !_teams.ContainsKey(person))
            {
                _teams = await ReadAsync(cancellationToken);
            }
        }
        catch (Exception away)
            when (away is HttpRequestException or JsonException
                || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            LogAway((away as HttpRequestException)?.StatusCode?.ToString() ?? away.GetType().Name);
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<FrozenDictionary<Guid, FrozenSet<Guid>>> ReadAsync(CancellationToken cancellationToken)
    {
        var teams = new Dictionary<Guid, FrozenSet<Guid>>();
        string? cursor = null;
        do
        {
            var page = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            using var request = new HttpRequestMessage(
                HttpMethod.Get,
                new Uri(upstreams.Router, $"agents?limit=200{page}")
            );
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                tokens.Issue(Desk, TimeSpan.FromMinutes(2))
            );
            using var answer = await upstreams.Client.SendAsync(request, cancellationToken);
            answer.EnsureSuccessStatusCode();
            var agents = await answer.Content.ReadFromJsonAsync<Page<AgentView>>(MeshJson.Options, cancellationToken);
            foreach (var agent in agents!.Items)
            {
                teams[agent.Id] = agent.Queues.Select(queue => queue.Id).ToFrozenSet();
            }

            cursor = agents.Next;
        } while (cursor is not null);

        return teams.ToFrozenDictionary();
    }

    [LoggerMessage(
        EventId = 4014,
        Level = LogLevel.Warning,
        Message = "The router does not say who works which queue ({Reason}); what it said last holds"
    )]
    private partial void LogAway(string reason);
}
