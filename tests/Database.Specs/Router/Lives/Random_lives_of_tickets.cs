using System.Diagnostics;
using System.Globalization;
using TriageMesh.TestKit;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>Random commands from several people and programs at once, posts late and doubled, rules edited and authors erased in the middle, timers that stop, catch up and meet the commands: invariants I1 to I4 after each step.</summary>
/// <remarks>
/// A failure names its seed and the fewest steps that were found to lead to it. Longer, and from another seed:
/// <c>TRIAGEMESH_LIVES_SECONDS=600 TRIAGEMESH_LIVES_SEED=7000 dotnet exec … --filter-class "*Random_lives_of_tickets"</c>.
/// Where several acted at once, chance decides too who came first: a seed that fails once may pass the next time.
/// </remarks>
public sealed class Random_lives_of_tickets(PostgresFixture postgres, ITestOutputHelper output)
    : IClassFixture<PostgresFixture>
{
    private const int Steps = 50;

    private static readonly TimeSpan ForShortening = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task No_life_breaks_what_is_promised_and_every_one_can_be_told_from_its_events()
    {
        var (began, seconds) = (Stopwatch.GetTimestamp(), Setting("TRIAGEMESH_LIVES_SECONDS", 12));
        var seed = Setting("TRIAGEMESH_LIVES_SEED", 1);
        var (lives, done) = (0, new List<string>());
        for (; lives < 2 || Stopwatch.GetElapsedTime(began).TotalSeconds < seconds; lives++, seed++)
        {
            var life = LifeStep.Life(seed, Steps);
            var (lived, broken) = await LiveAsync(life);
            done.AddRange(lived.SelectMany(step => step.Acts).Select(act => act.What));
            if (broken is not null)
            {
                var fewest = await ShortenAsync([.. life.Take(lived.Count)], lived);
                Assert.Fail(
                    $"""
                    Seed {seed}, step {lived.Count}: {Told(broken)}

                    The fewest steps that were found to break something:
                    {string.Join('\n', fewest.Steps)}

                    {Told(fewest.Broken ?? broken)}
                    """
                );
            }
        }

        output.WriteLine($"{lives} lives of {Steps} steps, {done.Count} acts done; the next seed is {seed}");
        output.WriteLine($"Never done: {string.Join(", ", LifeActs.Names.Except(done))}");
        done.Count.ShouldBeGreaterThan(lives * Steps / 4, "most of what people try can be done");
    }

    /// <summary>Lives until something is broken.</summary>
    /// <returns>The steps that were taken, with the acts that were not refused, and what was broken by the last of them.</returns>
    private async Task<(IReadOnlyList<LifeStep> Lived, Exception? Broken)> LiveAsync(IReadOnlyList<LifeStep> life)
    {
        await using var run = await LifeRun.BeginAsync(postgres);
        var lived = new List<LifeStep>();
        foreach (var step in life)
        {
            lived.Add(step);
            try
            {
                await run.TakeAsync(step, done => lived[^1] = done);
            }
            catch (Exception broken) when (!RouterWorld.Stop.IsCancellationRequested)
            {
                return (lived, broken);
            }
        }

        return (lived, null);
    }

    /// <summary>Leaves out what is not needed for something to break: what was refused, then halves and ever smaller pieces.</summary>
    private async Task<(IReadOnlyList<LifeStep> Steps, Exception? Broken)> ShortenAsync(
        IReadOnlyList<LifeStep> steps,
        IReadOnlyList<LifeStep> lived
    )
    {
        var began = Stopwatch.GetTimestamp();
        Exception? broken = null;
        await TryAsync(lived);
        for (var size = Math.Max(1, steps.Count / 2); size > 0 && InTime(); size /= 2)
        {
            for (var from = 0; from < steps.Count && InTime(); )
            {
                from += await TryAsync([.. steps.Take(from), .. steps.Skip(from + size)]) ? 0 : size;
            }
        }

        return (steps, broken);

        bool InTime() => Stopwatch.GetElapsedTime(began) < ForShortening;

        async Task<bool> TryAsync(IReadOnlyList<LifeStep> shorter)
        {
            var (taken, still) = await LiveAsync(shorter);
            (steps, broken) = still is null ? (steps, broken) : ([.. shorter.Take(taken.Count)], still);
            return still is not null;
        }
    }

    private static string Told(Exception broken) =>
        broken is ShouldAssertException ? broken.Message : broken.ToString();

    private static int Setting(string name, int otherwise) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(name),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : otherwise;
}
