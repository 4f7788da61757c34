using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TriageMesh.Router;
using TriageMesh.Router.Cases;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>An act with what it does: whoever adds one adds a line to the table of its kind, and nothing elsewhere.</summary>
/// <param name="Often">How often it is chosen, beside the others of its kind.</param>
/// <param name="DoAsync">Does it; true where it was done, false where it was refused.</param>
internal sealed record LifeDeed<TOn>(int Often, Func<TOn, LifeRouter, Task<bool>> DoAsync)
{
    /// <summary>One that an endpoint does.</summary>
    public LifeDeed(int often, Func<TOn, LifeRouter, Task<INestedHttpResult>> ask)
        : this(often, async (on, router) => LifeDeed.IsDone(await ask(on, router))) { }
}

internal static class LifeDeed
{
    /// <summary>Whether an endpoint did what it was asked to do.</summary>
    public static bool IsDone(INestedHttpResult answer) =>
        answer.Result is IStatusCodeHttpResult { StatusCode: >= 200 and < 300 };
}

/// <summary>Acts that are about the same sort of thing.</summary>
internal abstract class LifeKind(int often, IEnumerable<(string Name, int Often)> deeds)
{
    /// <summary>How often one of them is chosen, beside the other kinds.</summary>
    public int Often => often;

    /// <summary>The names to choose from, the common ones more often.</summary>
    public IReadOnlyList<string> Names { get; } =
    [.. deeds.SelectMany(deed => Enumerable.Repeat(deed.Name, deed.Often))];

    /// <summary>Chooses what the act is about, so that acts of one step do not depend on each other's order.</summary>
    /// <returns>The act; true where it was done, false where it was refused.</returns>
    public abstract Task<Func<IServiceProvider, Task<bool>>> PrepareAsync(LifeRun run, LifeAct act);
}

/// <summary>Acts that are about a <typeparamref name="TOn"/>, which is chosen before the step; none, and nothing is done.</summary>
internal sealed class LifeKind<TOn>(
    int often,
    Func<LifeRun, LifeAct, Task<TOn?>> choose,
    IReadOnlyDictionary<string, LifeDeed<TOn>> deeds
) : LifeKind(often, deeds.Select(deed => (deed.Key, deed.Value.Often)))
    where TOn : class
{
    public override async Task<Func<IServiceProvider, Task<bool>>> PrepareAsync(LifeRun run, LifeAct act)
    {
        var deed = deeds[act.What];
        return await choose(run, act) is { } on
            ? router => deed.DoAsync(on, new LifeRouter(router))
            : _ => Task.FromResult(false);
    }
}

/// <summary>One of the routers, with what its endpoints ask for.</summary>
internal sealed record LifeRouter(IServiceProvider Services)
{
    public NpgsqlDataSource Database => Get<NpgsqlDataSource>();

    public RuleBooks Rules => Get<RuleBooks>();

    public Signals Signals => Get<Signals>();

    public TimeProvider Time => Get<TimeProvider>();

    public TicketDesk Desk => Get<TicketDesk>();

    public CaseDesk Cases => Get<CaseDesk>();

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();
}
