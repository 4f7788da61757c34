using System.Net;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Api.Specs.Desk;

public sealed class Choosing_notifications(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private const string Path = "/desk/me/notices";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_first_everything_is_shown_and_pops_up_and_nothing_sounds()
    {
        var (browser, _) = await desk.PersonAsync(Stop, Role.Agent);
        using var person = browser;

        var choices = await person.GetAsync<NoticeChoices>(Path, Stop);

        choices.Kinds.Select(choice => choice.Kind).ShouldBe(NoticeKinds.All);
        choices.Kinds.ShouldAllBe(choice => choice.Shown && choice.PopsUp && !choice.Sounds);
    }

    [Fact]
    public async Task A_choice_holds_on_every_machine_and_for_nobody_else()
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Agent);
        using var here = browser;
        var choice = new NoticeChoice("clock.warn", Shown: true, PopsUp: false, Sounds: true);

        await here.SendAsync<NoticeChoices>(HttpMethod.Put, Path, new NoticeChoices([choice]), Stop);

        using var elsewhere = desk.Browser();
        await elsewhere.SignInAsync(account.UserName, RunningDesk.Password, Stop);
        (await elsewhere.GetAsync<NoticeChoices>(Path, Stop)).Kinds.ShouldContain(choice);
        using var admin = await desk.AdminAsync(Stop);
        (await admin.GetAsync<NoticeChoices>(Path, Stop)).Kinds.ShouldNotContain(choice);
    }

    [Fact]
    public async Task A_kind_that_does_not_exist_and_one_named_twice_are_refused()
    {
        using var admin = await desk.AdminAsync(Stop);
        foreach (var kinds in new string[][] { ["gossip"], ["mentioned", "mentioned"] })
        {
            using var answer = await admin.SendAsync(
                HttpMethod.Put,
                Path,
                new NoticeChoices([.. kinds.Select(kind => new NoticeChoice(kind, true, true, true))]),
                Stop
            );
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
