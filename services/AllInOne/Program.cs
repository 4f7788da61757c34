using TriageMesh.Classifier;
using TriageMesh.Desk;
using TriageMesh.Ingest;
using TriageMesh.Platform.Hosting;
using TriageMesh.Router;

return await MeshHost.RunAsync(
    args,
    new IngestService(),
    new ClassifierService(),
    new RouterService(),
    new DeskService()
);
