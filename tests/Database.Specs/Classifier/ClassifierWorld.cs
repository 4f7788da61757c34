using Dapper;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Classifier;
using TriageMesh.Classifier.Corrections;
using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Registry;
using TriageMesh.Classifier.Train;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Classification;
using TriageMesh.Platform.Database;
using TriageMesh.TestKit;

namespace TriageMesh.Database.Specs.Classifier;

/// <summary>Running classifiers on a real database, with a corpus small enough to train on in a second.</summary>
internal sealed class ClassifierWorld : IAsyncDisposable
{
    private const string Empty = """
        TRUNCATE classifier.corrections, classifier.erased_corrections, classifier.models, classifier.model_events,
                 classifier.retrainings, classifier.rules, mesh.parked RESTART IDENTITY
        """;

    private readonly PostgresFixture _postgres;
    private readonly List<MeshProcess> _processes = [];
    private readonly string _corpus = Directory.CreateTempSubdirectory("corpus").FullName;

    private ClassifierWorld(PostgresFixture postgres) => _postgres = postgres;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The rows of the small corpus.</summary>
    public IReadOnlyList<LabelledText> Corpus { get; private set; } = [];

    /// <summary>Begins with one classifier, or with none.</summary>
    public static async Task<ClassifierWorld> BeginAsync(PostgresFixture postgres, bool start = true)
    {
        postgres.Require();
        await MeshDatabase.MigrateAsync(postgres.Database, [new ClassifierService()], Stop);
        var world = new ClassifierWorld(postgres);
        await world.SqlAsync(Empty);
        foreach (var file in new[] { "en-001.jsonl", "en-002.jsonl", "en-003.jsonl" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Corpus", file), Path.Combine(world._corpus, file));
        }

        world.Corpus = await LabelledRows.ReadAsync([world._corpus], Stop);
        if (start)
        {
            await world.StartAsync();
        }

        return world;
    }

    /// <summary>One more classifier; it looks for changes once in ten minutes, so that what it learns, it heard.</summary>
    public async Task<MeshProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["Classifier:LookEvery"] = "00:10:00",
            ["Classifier:Retrain:Corpus"] = _corpus,
            ["Classifier:Retrain:FewestTexts"] = "60",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        var process = await MeshProcess.StartAsync([new ClassifierService()], _postgres.ConnectionString, all, Stop);
        _processes.Add(process);
        return process;
    }

    public T Get<T>()
        where T : notnull => _processes[0].Services.GetRequiredService<T>();

    /// <summary>The version that labels in each process.</summary>
    public IReadOnlyList<string> Labelling() =>
        [.. _processes.Select(process => process.Services.GetRequiredService<CurrentModel>().Value.Version)];

    /// <summary>A model trained on some rows, in the registry.</summary>
    public async Task<ClassificationModel> RegisterAsync(
        IReadOnlyList<LabelledText> texts,
        ModelState state = ModelState.Challenger
    )
    {
        var model = ModelTrainer.Train(texts, new TrainingOptions());
        await Get<ModelRegistry>()
            .RegisterAsync(
                new NewModel
                {
                    Version = model.Version,
                    Origin = ModelOrigin.Retrained,
                    State = state,
                    Bytes = ModelFile.Write(model),
                    Languages = ModelsEndpoint.ToView(model).Languages,
                    Card = "# A model of this specification",
                    By = "specs",
                    TrainedOn = new TrainedOnView
                    {
                        CorpusRows = texts.Count,
                        Corpus = "specs",
                        Corrections = 0,
                        HeldOutCorrections = 0,
                    },
                    Reason = state == ModelState.Refused ? "worse" : null,
                },
                Stop
            );
        return model;
    }

    public Task<PromotionResult> PromoteAsync(string version, bool force = false) =>
        Get<Promotion>().PromoteAsync(version, "specs", "to see", force, against: null, Stop);

    /// <summary>A person's word about a mention.</summary>
    public static MentionRelabelled Relabel(
        long id,
        string text,
        Label to,
        Label from = Label.Other,
        Guid? mention = null,
        string author = "ann"
    ) =>
        new()
        {
            RelabelId = id,
            MentionId = mention ?? Guid.NewGuid(),
            Channel = "weibo",
            Account = "brand",
            AuthorId = author,
            Text = text,
            Language = "en",
            FromLabel = from,
            ToLabel = to,
            ModelLabel = from,
            ModelVersion = "m1",
            By = Guid.NewGuid(),
            ByName = "Kim",
            Reason = "looked at it",
            At = new DateTimeOffset(2026, 6, 5, 9, 0, 0, TimeSpan.Zero).AddMinutes(id),
        };

    public Task<int> KeepAsync(params MentionRelabelled[] relabels) => Get<CorrectionStore>().KeepAsync(relabels, Stop);

    public async Task SqlAsync(string sql, object? parameters = null)
    {
        await using var connection = await _postgres.Database.OpenConnectionAsync(Stop);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: Stop));
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await _postgres.Database.OpenConnectionAsync(Stop);
        return [.. await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: Stop))];
    }

    public async Task<T> OneAsync<T>(string sql, object? parameters = null) =>
        (await ListAsync<T>(sql, parameters)).Single();

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        Directory.Delete(_corpus, recursive: true);
    }
}
