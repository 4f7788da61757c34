namespace TriageMesh.Scale.Browser;

/// <summary>What people in front of the desk wait for when the database is full; each figure from Chromium itself.</summary>
internal static class BrowserRun
{
    public static async Task RunAsync(Plan plan, string connectionString, CancellationToken cancellationToken)
    {
        await using var desk = await BigDesk.StartAsync(connectionString, cancellationToken);
        (string Name, Func<Task> Measure)[] scenes =
        [
            ("loads", () => FirstLoads.MeasureAsync(desk, plan.Times, cancellationToken)),
            ("next", () => NextTickets.MeasureAsync(desk, plan.Times, cancellationToken)),
            ("live", () => LiveRows.MeasureAsync(desk, plan.Times, cancellationToken)),
            ("scroll", () => LongScroll.MeasureAsync(desk, plan.Rows, cancellationToken)),
        ];
        await Figures.WriteLoadAsync("before", cancellationToken);
        foreach (var (name, measure) in scenes)
        {
            if (plan.Only is null || name.Contains(plan.Only, StringComparison.Ordinal))
            {
                await (
                    plan.Trace is null
                        ? measure()
                        : Trace.OfAsync(desk.Browser, plan.Trace, name, measure, cancellationToken)
                );
            }
        }

        Console.WriteLine($"requests to other hosts: {desk.ElsewhereRequests.Count}");
        foreach (var address in desk.ElsewhereRequests.Distinct(StringComparer.Ordinal))
        {
            Console.WriteLine($"  {address}");
        }

        await Figures.WriteLoadAsync("after", cancellationToken);
    }
}
