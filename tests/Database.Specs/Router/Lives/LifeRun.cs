using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Calendars;
using TriageMesh.Platform.Hosting;
using TriageMesh.Router;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Policies;
using TriageMesh.Router.Praise;
using TriageMesh.Router.Snooze;
using TriageMesh.Router.Team;
using TriageMesh.TestKit;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>One life on two routers: steps are taken, their workers are run by hand, and then everything is looked at.</summary>
internal sealed class LifeRun : IAsyncDisposable
{
    private const string QueuesOf = """
        SELECT DISTINCT queue_id FROM router.queue_members WHERE agent_id = ANY (@agents)
        """;

    private readonly LifeLook _look;

    private LifeRun(RouterWorld world, IServiceProvider[] routers)
    {
        (World, Routers, Erasures) = (world, routers, new LifeErasures(this));
        Withdrawals = new LifeWithdrawals(this);
        _look = new LifeLook(world, Calendars);
    }

    public RouterWorld World { get; }

    public IReadOnlyList<IServiceProvider> Routers { get; }

    /// <summary>Every mention that was ever sent, to be sent again.</summary>
    public List<ClassifiedMention> Sent { get; } = [];

    /// <summary>Who writes. Whoever is erased comes back as somebody else.</summary>
    public string[] Authors { get; } = [.. Enumerable.Range(0, 5).Select(number => $"author-{number}")];

    /// <summary>True while somebody is erased.</summary>
    public bool IsErasing { get; private set; }

    /// <summary>Who has asked to be forgotten.</summary>
    public LifeErasures Erasures { get; }

    /// <summary>Whose posts are gone from their platform.</summary>
    public LifeWithdrawals Withdrawals { get; }

    /// <summary>Every calendar that somebody has edited, as it ever was.</summary>
    public ConcurrentQueue<BusinessCalendar> Calendars { get; } = [];

    public static async Task<LifeRun> BeginAsync(PostgresFixture postgres)
    {
        var world = await RouterWorld.BeginAsync(postgres);
        IServiceProvider[] routers = [world.Get<IServiceProvider>(), world.AddRouter()];
        await LifeScene.SetAsync(world, routers);
        var run = new LifeRun(world, routers);
        await LifeActs.BeginPraiseAsync(run);
        return run;
    }

    /// <summary>Takes one step and looks at everything.</summary>
    /// <param name="step">What is done.</param>
    /// <param name="done">The step with those acts that were done, and not refused.</param>
    public async Task TakeAsync(LifeStep step, Action<LifeStep> done)
    {
        World.Time.Advance(TimeSpan.FromMinutes(step.Minutes) + TimeSpan.FromMilliseconds(7));
        var racing = step.Meanwhile.Count > 0;
        if (!step.Outage && !racing)
        {
            await WorkAsync(sweep: true);
        }

        IsErasing = step.Acts.Any(act => act.What == "erase");
        var chosen = await Task.WhenAll(step.Acts.Select(act => LifeActs.PrepareAsync(this, act)));
        var timers = Task.Run(() => RaceAsync(step.Meanwhile), RouterWorld.Stop);
        var acts = chosen
            .Select((act, i) => Task.Run(() => AgainAsync(() => act(Routers[i % Routers.Count])), RouterWorld.Stop))
            .ToList();
        await Task.WhenAll([timers, .. acts]);
        done(step with { Acts = [.. step.Acts.Where((_, i) => acts[i].Result)] });
        if (!step.Outage)
        {
            await WorkAsync(sweep: racing);
        }

        if (await Erasures.FinishAsync())
        {
            // What people have said is no longer in the events: all of them are told anew.
            _look.Forget();
        }

        await _look.CheckAsync(timersRan: !step.Outage);
        await Withdrawals.CheckAsync();
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();

    /// <summary>Time moves on by these spans, and after each every worker of both routers does what is due, whatever else is being done.</summary>
    private async Task RaceAsync(IEnumerable<int> spans)
    {
        foreach (var seconds in spans)
        {
            World.Time.Advance(TimeSpan.FromSeconds(seconds) + TimeSpan.FromMilliseconds(1));
            var queues = await World.ListAsync<Guid>("SELECT queue_id FROM router.queues ORDER BY queue_id");
            await Task.WhenAll(
                Routers.Select(router =>
                    Task.Run(
                        async () =>
                        {
                            await router.GetRequiredService<Presence>().ExpireAsync(RouterWorld.Stop);
                            await TimersAsync(router);
                            await DrainAsync(router, queues);
                        },
                        RouterWorld.Stop
                    )
                )
            );
        }
    }

    /// <summary>What the workers of both routers do. Where no time has passed, only what was asked for by a signal.</summary>
    private async Task WorkAsync(bool sweep)
    {
        var stop = RouterWorld.Stop;
        World.Time.Advance(TimeSpan.FromMilliseconds(1));
        await World.Get<Presence>().ExpireAsync(stop);
        await Task.WhenAll(Routers.Select(TimersAsync));
        while (await AskedAsync() is { Count: > 0 } queues)
        {
            // No two things happen in the same microsecond.
            World.Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.WhenAll(Routers.Select(router => DrainAsync(router, queues)));
        }

        if (sweep)
        {
            World.Time.Advance(TimeSpan.FromMilliseconds(1));
            await DrainAsync(
                Routers[0],
                await World.ListAsync<Guid>("SELECT queue_id FROM router.queues ORDER BY queue_id")
            );
        }
    }

    private static async Task TimersAsync(IServiceProvider router)
    {
        var stop = RouterWorld.Stop;
        while (await AgainAsync(() => router.GetRequiredService<Recalculations>().RunBatchAsync(stop)))
        {
            // There may be more.
        }

        // What a step does may bring the next one near, so until nothing is due.
        while (await AgainAsync(() => router.GetRequiredService<ClockTimers>().FireDueAsync(stop)) > 0)
        {
            // There may be more.
        }

        await AgainAsync(() => router.GetRequiredService<UnopenedTickets>().ReturnDueAsync(stop));
        await AgainAsync(() => router.GetRequiredService<SwitchedOffAgents>().ReturnAsync(stop));
        await AgainAsync(() => router.GetRequiredService<GrantTimers>().ExpireDueAsync(stop));
        await AgainAsync(() => router.GetRequiredService<SnoozeTimers>().WakeDueAsync(stop));
        await AgainAsync(() => router.GetRequiredService<TicketCloser>().CloseDueAsync(stop));
    }

    /// <summary>As the API and every worker do: a second time where the rules at hand were too old.</summary>
    private static async Task<T> AgainAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (TryAgainException)
        {
            return await act();
        }
    }

    private static async Task DrainAsync(IServiceProvider router, IReadOnlyList<Guid> queues)
    {
        foreach (var queue in queues)
        {
            await AgainAsync(() => router.GetRequiredService<QueueDrain>().RunAsync(queue, RouterWorld.Stop));
        }
    }

    private async Task<IReadOnlyList<Guid>> AskedAsync()
    {
        var signals = Routers.Select(router => router.GetRequiredService<Signals>()).ToList();
        var agents = signals.SelectMany(signal => signal.TakeAgents()).ToArray();
        return
        [
            .. signals
                .SelectMany(signal => signal.TakeQueues())
                .Concat(await World.ListAsync<Guid>(QueuesOf, new { agents }))
                .Distinct()
                .Order(),
        ];
    }
}
