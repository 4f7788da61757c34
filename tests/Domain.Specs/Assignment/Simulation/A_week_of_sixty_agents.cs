namespace TriageMesh.Domain.Specs.Assignment.Simulation;

/// <summary>Shows, and checks, how the policy spreads a week's work.</summary>
public sealed class A_week_of_sixty_agents(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_rule_is_broken_and_the_work_is_spread(int seed)
    {
        var week = new SimulatedWeek(seed);

        var figures = week.Run();

        output.WriteLine($"seed {seed}: {figures}");
        TestContext.Current.SendDiagnosticMessage($"seed {seed}: {figures}");
        week.Broken.ShouldBeEmpty();
        figures.Arrived.ShouldBeGreaterThan(15_000);
        (figures.Arrived - figures.Given).ShouldBeLessThan(50, "what the last night left");
        figures.Wait(0.5).TotalMinutes.ShouldBeLessThanOrEqualTo(1);
        figures.Wait(0.95).TotalMinutes.ShouldBeLessThanOrEqualTo(30);
        // Shifts differ in how much comes in them, so not everybody can have the same.
        figures.Gini.ShouldBeLessThan(0.2);
    }

    [Fact]
    public void The_same_seed_gives_the_same_week() =>
        new SimulatedWeek(3).Run().ToString().ShouldBe(new SimulatedWeek(3).Run().ToString());
}
