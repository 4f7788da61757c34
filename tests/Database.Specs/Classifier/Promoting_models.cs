using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Registry;
using TriageMesh.Contracts;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Classifier.ClassifierWorld;

namespace TriageMesh.Database.Specs.Classifier;

public sealed class Promoting_models(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task The_model_that_ships_is_registered_once_and_labels()
    {
        await using var world = await BeginAsync(postgres);
        await world.StartAsync();

        var model = (await world.Get<ModelRegistry>().PageAsync(null, 10, Stop)).ShouldHaveSingleItem().ToView();

        (model.Origin, model.State).ShouldBe((ModelOrigin.Shipped, ModelState.Champion));
        model.Languages.Select(part => part.Language).ShouldBe(["en", "zh"]);
        model.Languages[0].Labels["complaint"].F1.ShouldBeGreaterThan(0.5);
        world.Labelling().ShouldBe([model.Version, model.Version]);
        (await world.Get<ModelRegistry>().CardAsync(model.Version, Stop)).ShouldNotBeNull().ShouldContain("## Limits");
    }

    [Fact]
    public async Task Every_running_classifier_swaps_and_a_rollback_leads_back()
    {
        await using var world = await BeginAsync(postgres);
        await world.StartAsync();
        var shipped = world.Labelling()[0];
        var first = await world.RegisterAsync([.. world.Corpus.Take(150)]);
        var second = await world.RegisterAsync([.. world.Corpus.Skip(150)]);

        (await world.PromoteAsync(first.Version)).Outcome.ShouldBe(PromotionOutcome.Promoted);
        await AllLabelWithAsync(world, first.Version);
        (await world.PromoteAsync(second.Version)).Outcome.ShouldBe(PromotionOutcome.Promoted);
        await AllLabelWithAsync(world, second.Version);
        (await RollBackAsync(world)).Version.ShouldBe(first.Version);
        await AllLabelWithAsync(world, first.Version);
        (await RollBackAsync(world)).Version.ShouldBe(shipped);
        await AllLabelWithAsync(world, shipped);

        (await RollBackAsync(world)).Outcome.ShouldBe(PromotionOutcome.NothingBefore);
        (
            await world.ListAsync<string>(
                "SELECT kind FROM classifier.model_events WHERE version = @Version ORDER BY event_id",
                new { first.Version }
            )
        ).ShouldBe(["registered", "promoted", "retired", "rolled_back", "retired"]);
        // Whoever starts later finds the same champion.
        await world.StartAsync();
        world.Labelling().ShouldBe([shipped, shipped, shipped]);
    }

    [Fact]
    public async Task A_damaged_model_is_refused_and_the_old_one_stays()
    {
        await using var world = await BeginAsync(postgres);
        var shipped = world.Labelling()[0];
        var model = await world.RegisterAsync([.. world.Corpus.Take(150)]);
        await DamageAsync(world, model.Version);

        var result = await world.PromoteAsync(model.Version, force: true);

        result.Outcome.ShouldBe(PromotionOutcome.IsDamaged);
        result.Reason.ShouldNotBeNull().ShouldContain("checksum");
        (await world.Get<ModelRegistry>().ChampionAsync(Stop)).ShouldBe(shipped);
        (await world.OneAsync<string>("SELECT state FROM classifier.models WHERE version = @Version", model)).ShouldBe(
            "refused"
        );
        world.Labelling().ShouldBe([shipped]);
    }

    [Fact]
    public async Task A_champion_that_is_damaged_later_is_not_taken_up_by_whoever_has_not_read_it()
    {
        await using var world = await BeginAsync(postgres);
        var shipped = world.Labelling()[0];
        var model = await world.RegisterAsync([.. world.Corpus.Take(150)]);
        await world.PromoteAsync(model.Version);
        await AllLabelWithAsync(world, model.Version);
        await DamageAsync(world, model.Version);

        var late = await world.StartAsync();

        world.Labelling().ShouldBe([model.Version, shipped]);
        (await late.Client.GetStringAsync("/health/ready", Stop)).ShouldContain("\"model\":\"degraded\"");
    }

    [Fact]
    public async Task A_refused_model_is_put_in_place_only_by_force()
    {
        await using var world = await BeginAsync(postgres);
        var model = await world.RegisterAsync([.. world.Corpus.Take(150)], ModelState.Refused);

        (await world.PromoteAsync(model.Version)).Outcome.ShouldBe(PromotionOutcome.WasRefused);
        (await world.PromoteAsync(model.Version, force: true)).Outcome.ShouldBe(PromotionOutcome.Promoted);

        await AllLabelWithAsync(world, model.Version);
        (await world.PromoteAsync("nothing")).Outcome.ShouldBe(PromotionOutcome.NoSuchModel);
    }

    [Fact]
    public async Task A_new_program_puts_its_model_in_place_unless_people_have_chosen_another()
    {
        await using var world = await BeginAsync(postgres);
        var shipped = world.Labelling()[0];
        var model = await world.RegisterAsync([.. world.Corpus.Take(150)]);
        await world.PromoteAsync(model.Version);
        await AllLabelWithAsync(world, model.Version);
        // As if the shipped model had never been seen here.
        await world.SqlAsync(
            """
            UPDATE classifier.models SET predecessor = NULL WHERE version = @Version;
            DELETE FROM classifier.model_events WHERE version = @shipped;
            DELETE FROM classifier.models WHERE version = @shipped
            """,
            new { model.Version, shipped }
        );

        await world.StartAsync();

        world.Labelling().ShouldBe([model.Version, model.Version]);
        (
            await world.OneAsync<string>(
                "SELECT state FROM classifier.models WHERE version = @shipped",
                new { shipped }
            )
        ).ShouldBe("shipped");

        // And as if the one in place had come with the program before.
        await world.SqlAsync(
            """
            UPDATE classifier.models SET origin = 'shipped' WHERE version = @Version;
            DELETE FROM classifier.model_events WHERE version = @shipped;
            DELETE FROM classifier.models WHERE version = @shipped
            """,
            new { model.Version, shipped }
        );
        await world.StartAsync();
        await AllLabelWithAsync(world, shipped);
    }

    [Fact]
    public async Task A_file_of_ones_own_serves_whatever_the_registry_says()
    {
        await using var world = await BeginAsync(postgres);
        var model = await world.RegisterAsync([.. world.Corpus.Take(150)]);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.tmm");
        await ModelStore.WriteAsync(model, path, Stop);

        await world.StartAsync(("Classifier:ModelPath", path));

        world.Labelling()[1].ShouldBe(model.Version);
        (await world.Get<ModelRegistry>().ChampionAsync(Stop)).ShouldBe(world.Labelling()[0]);
        File.Delete(path);
    }

    private static Task<PromotionResult> RollBackAsync(ClassifierWorld world) =>
        world.Get<Promotion>().RollBackAsync("specs", "to see", Stop);

    private static Task<IReadOnlyList<string>> AllLabelWithAsync(ClassifierWorld world, string version) =>
        Eventually.Be(world.Labelling, labelling => labelling.All(each => each == version), Stop);

    private static Task DamageAsync(ClassifierWorld world, string version) =>
        world.SqlAsync(
            "UPDATE classifier.models SET bytes = set_byte(bytes, 5000, 255 - get_byte(bytes, 5000)) WHERE version = @version",
            new { version }
        );
}
