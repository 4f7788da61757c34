using TriageMesh.Classifier.Corrections;
using TriageMesh.Classifier.Registry;
using TriageMesh.Classifier.Retrain;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Classifier.ClassifierWorld;

namespace TriageMesh.Database.Specs.Classifier;

/// <summary>Over a small corpus, so that a retraining takes a second or two.</summary>
public sealed class Retraining_on_corrections(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task What_people_corrected_is_learned_and_every_classifier_labels_with_it()
    {
        await using var world = await BeginAsync(postgres);
        await world.StartAsync();
        var champion = await SmallChampionAsync(world);
        await world.KeepAsync([.. Corrections(120, Label.Praise)]);

        var job = await RetrainAsync(world, DevSet(world));

        job.State.ShouldBe(RetrainState.Promoted, job.Reason);
        job.Champion.ShouldBe(champion);
        await Eventually.Be(world.Labelling, labelling => labelling.All(each => each == job.Challenger), Stop);
        var held = job.Comparison!.Sets.Single(set => set.Set == "corrections");
        held.Texts.ShouldBeInRange(10, 50);
        held.Labels[0].Won.ShouldBeGreaterThan(held.Labels[0].Lost);
        var model = (await world.Get<ModelRegistry>().FindAsync(job.Challenger!, Stop))!.ToView();
        (model.State, model.Origin, model.CreatedBy).ShouldBe((ModelState.Champion, ModelOrigin.Retrained, "kim"));
        model.TrainedOn!.CorpusRows.ShouldBe(world.Corpus.Count);
        (model.TrainedOn.Corrections + model.TrainedOn.HeldOutCorrections).ShouldBe(120);
        model.TrainedOn.HeldOutCorrections.ShouldBe(held.Texts);
        (await world.Get<ModelRegistry>().CardAsync(job.Challenger!, Stop))!.ShouldContain($"Against model {champion}");
    }

    [Fact]
    public async Task A_worse_challenger_is_refused_with_its_reasons_and_the_champion_stays()
    {
        await using var world = await BeginAsync(postgres);
        var champion = await SmallChampionAsync(world);
        // Somebody calls every complaint of the corpus praise, and other posts complaints.
        await world.KeepAsync([
            .. world.Corpus.Select(
                (row, i) =>
                    Relabel(i + 1, $"{row.Text} !", row.Label == Label.Complaint ? Label.Praise : Label.Complaint)
            ),
        ]);

        var job = await RetrainAsync(world, DevSet(world));

        job.State.ShouldBe(RetrainState.Refused);
        job.Reason!.ShouldContain("it is worse over all labels");
        job.Comparison!.Passed.ShouldBeFalse();
        world.Labelling().ShouldBe([champion]);
        var model = (await world.Get<ModelRegistry>().FindAsync(job.Challenger!, Stop))!.ToView();
        (model.State, model.Reason).ShouldBe((ModelState.Refused, job.Reason));
    }

    [Fact]
    public async Task With_too_little_to_compare_on_no_challenger_is_good_enough()
    {
        await using var world = await BeginAsync(postgres, start: false);
        await world.StartAsync(("Classifier:Retrain:FewestTexts", "5000"));
        await SmallChampionAsync(world);
        await world.KeepAsync([.. Corrections(20, Label.Praise)]);

        var job = await RetrainAsync(world);

        job.State.ShouldBe(RetrainState.Refused);
        job.Reason!.ShouldContain("too few");
    }

    [Fact]
    public async Task Without_anything_new_the_result_is_the_champion_itself()
    {
        await using var world = await BeginAsync(postgres);
        await SmallChampionAsync(world);

        (await RetrainAsync(world)).State.ShouldBe(RetrainState.Unchanged);
    }

    [Fact]
    public async Task A_held_out_correction_is_never_trained_on_nor_one_with_the_same_words()
    {
        await using var world = await BeginAsync(postgres);
        var held = Enumerable.Range(0, 1000).Select(_ => Guid.NewGuid()).First(HeldOutShare.Holds);
        var free = Enumerable.Range(0, 1000).Select(_ => Guid.NewGuid()).First(id => !HeldOutShare.Holds(id));
        var other = Enumerable.Range(0, 1000).Select(_ => Guid.NewGuid()).Last(id => !HeldOutShare.Holds(id));
        await world.KeepAsync(
            Relabel(1, "Held back", Label.Praise, mention: held),
            Relabel(2, "HELD  back", Label.Praise, mention: free),
            Relabel(3, "Something else", Label.Praise, mention: other)
        );

        var material = await TrainingMaterial.LoadAsync(
            world.Get<Microsoft.Extensions.Options.IOptions<RetrainOptions>>().Value,
            await world.Get<CorrectionListing>().StandingAsync(Stop),
            [],
            Stop
        );

        material.Learned.ShouldHaveSingleItem().Text.Text.ShouldBe("Something else");
        material.Sets.Single(set => set.Name == "corrections").Texts.ShouldHaveSingleItem().Text.ShouldBe("Held back");
    }

    [Fact]
    public async Task One_at_a_time_and_what_a_stopped_process_left_is_taken_up_by_the_next()
    {
        await using var world = await BeginAsync(postgres);
        await SmallChampionAsync(world);
        var queue = world.Get<RetrainQueue>();
        // A process took it up and stopped: the row says running, and nobody holds the lock.
        await world.SqlAsync(
            """
            INSERT INTO classifier.retrainings (job_id, state, promote, dev_sets, requested_by, requested_at, attempt)
            VALUES (gen_random_uuid(), 'running', true, '[]', 'kim', now(), 1)
            """
        );

        var (job, isNew) = await queue.AddAsync(new RetrainRequest(), "lee", Stop);

        isNew.ShouldBeFalse();
        world.Get<RetrainWorker>().Wake();
        var ended = await EndAsync(queue, job.Id);
        (ended.State, ended.RequestedBy).ShouldBe((RetrainState.Unchanged, "kim"));
        (await queue.AddAsync(new RetrainRequest(), "lee", Stop)).IsNew.ShouldBeTrue();
    }

    [Fact]
    public async Task Held_back_the_challenger_waits_for_a_person()
    {
        await using var world = await BeginAsync(postgres);
        var champion = await SmallChampionAsync(world);
        await world.KeepAsync([.. Corrections(120, Label.Praise)]);
        var queue = world.Get<RetrainQueue>();

        var (job, _) = await queue.AddAsync(
            new RetrainRequest { Promote = false, DevSets = [DevSet(world)] },
            "kim",
            Stop
        );
        var ended = await EndAsync(queue, job.Id);

        ended.State.ShouldBe(RetrainState.Kept, ended.Reason);
        world.Labelling().ShouldBe([champion]);
        (await world.Get<ModelRegistry>().FindAsync(ended.Challenger!, Stop))!.State.ShouldBe("challenger");
    }

    /// <summary>The champion is what the small corpus gives.</summary>
    private static async Task<string> SmallChampionAsync(ClassifierWorld world)
    {
        var model = await world.RegisterAsync(world.Corpus);
        await world.PromoteAsync(model.Version);
        await Eventually.Be(world.Labelling, labelling => labelling.All(each => each == model.Version), Stop);
        return model.Version;
    }

    private static async Task<RetrainingView> RetrainAsync(ClassifierWorld world, params DevSet[] sets)
    {
        var queue = world.Get<RetrainQueue>();
        var (job, _) = await queue.AddAsync(new RetrainRequest { DevSets = sets }, "kim", Stop);
        return await EndAsync(queue, job.Id);
    }

    private static async Task<RetrainingView> EndAsync(RetrainQueue queue, Guid id) =>
        (
            await Eventually.Be(
                stop => queue.FindAsync(id, stop),
                job => job!.State is not (RetrainState.Queued or RetrainState.Running),
                Stop,
                TimeSpan.FromMinutes(10)
            )
        )!;

    /// <summary>Rows of the corpus that the small one does not have.</summary>
    private static DevSet DevSet(ClassifierWorld world)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Corpus", "en-010.jsonl"));
        return new DevSet(
            "dev",
            [
                .. lines.Select(line =>
                {
                    var row = System.Text.Json.JsonElement.Parse(line);
                    return new DevText(
                        row.GetProperty("text").GetString()!,
                        WireName<Label>.Parse(row.GetProperty("label").GetString()!),
                        "en"
                    );
                }),
            ]
        );
    }

    /// <summary>Words that the corpus does not know, and what people say that they mean.</summary>
    private static IEnumerable<MentionRelabelled> Corrections(int count, Label label)
    {
        string[] openings = ["this", "your", "that", "another", "my new", "the old"];
        string[] things = ["blender", "kettle", "toaster", "lamp", "drill"];
        string[] endings = ["slaps", "is bussin", "goes hard", "hits different"];
        return Enumerable
            .Range(0, count)
            .Select(i =>
                Relabel(
                    i + 1,
                    $"{openings[i % 6]} {things[i / 6 % 5]} {endings[i / 30 % 4]} fr no cap",
                    label,
                    Label.Other
                )
            );
    }
}
