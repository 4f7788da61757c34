using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TriageMesh.Router;
using TriageMesh.Router.Rules;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>An act with what it does: whoever adds one adds a line to the table of its kind, and nothing elsewhere.</summary>
/// <param name="Often">How often it is chosen, beside the others of its kind.</param>
/// <param name="DoAsync">Does it; true where it was done, false where it was refused.</param>
internal sealed record LifeDeed(int Often, Func<LifeRun, LifeRouter, LifeAct, Task<bool>> DoAsync)
{
    /// <summary>The names to choose from, the common ones more often.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyDictionary<string, LifeDeed> deeds) =>
        [.. deeds.SelectMany(deed => Enumerable.Repeat(deed.Key, deed.Value.Often))];

    /// <summary>Whether an endpoint did what it was asked to do.</summary>
    public static bool IsDone(INestedHttpResult answer) =>
        answer.Result is IStatusCodeHttpResult { StatusCode: >= 200 and < 300 };
}

/// <summary>One of the routers, with what its endpoints ask for.</summary>
internal sealed record LifeRouter(IServiceProvider Services)
{
    public NpgsqlDataSource Database => Get<NpgsqlDataSource>();

    public RuleBooks Rules => Get<RuleBooks>();

    public Signals Signals => Get<Signals>();

    public TimeProvider Time => Get<TimeProvider>();

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();
}
