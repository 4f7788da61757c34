namespace TriageMesh.Api.Specs.Desk;

public sealed class What_every_answer_carries(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/queue/mine")]
    [InlineData("/desk/me")]
    [InlineData("/desk/api/me")]
    [InlineData("/no/such/page")]
    [InlineData("/health/live")]
    public async Task A_policy_against_scripts_frames_and_guessing(string path)
    {
        using var browser = desk.Browser();

        using var answer = await browser.SendAsync(HttpMethod.Get, path, body: null, Stop);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        policy.ShouldNotContain("http");
        answer.Headers.GetValues("X-Frame-Options").Single().ShouldBe("DENY");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        answer.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
