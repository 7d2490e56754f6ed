//! Units of the demonstration: all voivodeships, and the powiats and gminas its institutions lie in, with some rural
//! ones around them. Codes and names are those of the official register (TERC, state of 1 January 2020), in its own
//! form, so that the product's own import reads them.

/// A part of the register of territorial codes.
pub(super) const REGISTER: &str = "\
WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA
02;;;;DOLNOŚLĄSKIE;województwo;2020-01-01
04;;;;KUJAWSKO-POMORSKIE;województwo;2020-01-01
04;63;;;Toruń;miasto na prawach powiatu;2020-01-01
04;63;01;1;Toruń;gmina miejska;2020-01-01
06;;;;LUBELSKIE;województwo;2020-01-01
06;09;;;lubelski;powiat;2020-01-01
06;09;04;2;Garbów;gmina wiejska;2020-01-01
06;09;05;2;Głusk;gmina wiejska;2020-01-01
06;09;11;2;Niemce;gmina wiejska;2020-01-01
06;63;;;Lublin;miasto na prawach powiatu;2020-01-01
06;63;01;1;Lublin;gmina miejska;2020-01-01
08;;;;LUBUSKIE;województwo;2020-01-01
08;05;;;słubicki;powiat;2020-01-01
08;05;04;3;Rzepin;gmina miejsko-wiejska;2020-01-01
08;05;04;4;Rzepin;miasto;2020-01-01
08;05;04;5;Rzepin;obszar wiejski;2020-01-01
08;06;;;strzelecko-drezdenecki;powiat;2020-01-01
08;06;02;3;Drezdenko;gmina miejsko-wiejska;2020-01-01
08;06;02;4;Drezdenko;miasto;2020-01-01
08;06;02;5;Drezdenko;obszar wiejski;2020-01-01
08;09;;;zielonogórski;powiat;2020-01-01
08;09;06;3;Sulechów;gmina miejsko-wiejska;2020-01-01
08;09;06;4;Sulechów;miasto;2020-01-01
08;09;06;5;Sulechów;obszar wiejski;2020-01-01
08;10;;;żagański;powiat;2020-01-01
08;10;07;3;Szprotawa;gmina miejsko-wiejska;2020-01-01
08;10;07;4;Szprotawa;miasto;2020-01-01
08;10;07;5;Szprotawa;obszar wiejski;2020-01-01
08;11;;;żarski;powiat;2020-01-01
08;11;06;3;Lubsko;gmina miejsko-wiejska;2020-01-01
08;11;06;4;Lubsko;miasto;2020-01-01
08;11;06;5;Lubsko;obszar wiejski;2020-01-01
08;62;;;Zielona Góra;miasto na prawach powiatu;2020-01-01
08;62;01;1;Zielona Góra;gmina miejska;2020-01-01
10;;;;ŁÓDZKIE;województwo;2020-01-01
12;;;;MAŁOPOLSKIE;województwo;2020-01-01
14;;;;MAZOWIECKIE;województwo;2020-01-01
14;25;;;radomski;powiat;2020-01-01
14;25;09;2;Przytyk;gmina wiejska;2020-01-01
14;25;13;2;Zakrzew;gmina wiejska;2020-01-01
14;63;;;Radom;miasto na prawach powiatu;2020-01-01
14;63;01;1;Radom;gmina miejska;2020-01-01
14;65;;;Warszawa;miasto stołeczne, na prawach powiatu;2020-01-01
14;65;01;1;Warszawa;gmina miejska, miasto stołeczne;2020-01-01
16;;;;OPOLSKIE;województwo;2020-01-01
18;;;;PODKARPACKIE;województwo;2020-01-01
18;03;;;dębicki;powiat;2020-01-01
18;03;07;2;Żyraków;gmina wiejska;2020-01-01
18;05;;;jasielski;powiat;2020-01-01
18;05;09;2;Skołyszyn;gmina wiejska;2020-01-01
18;15;;;ropczycko-sędziszowski;powiat;2020-01-01
18;15;02;2;Ostrów;gmina wiejska;2020-01-01
18;16;;;rzeszowski;powiat;2020-01-01
18;16;04;2;Chmielnik;gmina wiejska;2020-01-01
18;16;09;2;Krasne;gmina wiejska;2020-01-01
18;16;12;2;Świlcza;gmina wiejska;2020-01-01
18;19;;;strzyżowski;powiat;2020-01-01
18;19;01;2;Czudec;gmina wiejska;2020-01-01
18;19;02;2;Frysztak;gmina wiejska;2020-01-01
18;19;03;2;Niebylec;gmina wiejska;2020-01-01
18;19;05;2;Wiśniowa;gmina wiejska;2020-01-01
18;63;;;Rzeszów;miasto na prawach powiatu;2020-01-01
18;63;01;1;Rzeszów;gmina miejska;2020-01-01
20;;;;PODLASKIE;województwo;2020-01-01
20;02;;;białostocki;powiat;2020-01-01
20;02;04;2;Gródek;gmina wiejska;2020-01-01
20;02;12;3;Tykocin;gmina miejsko-wiejska;2020-01-01
20;02;12;4;Tykocin;miasto;2020-01-01
20;02;12;5;Tykocin;obszar wiejski;2020-01-01
20;61;;;Białystok;miasto na prawach powiatu;2020-01-01
20;61;01;1;Białystok;gmina miejska;2020-01-01
22;;;;POMORSKIE;województwo;2020-01-01
22;61;;;Gdańsk;miasto na prawach powiatu;2020-01-01
22;61;01;1;Gdańsk;gmina miejska;2020-01-01
24;;;;ŚLĄSKIE;województwo;2020-01-01
26;;;;ŚWIĘTOKRZYSKIE;województwo;2020-01-01
26;01;;;buski;powiat;2020-01-01
26;02;;;jędrzejowski;powiat;2020-01-01
26;04;;;kielecki;powiat;2020-01-01
26;04;01;2;Bieliny;gmina wiejska;2020-01-01
26;04;02;3;Bodzentyn;gmina miejsko-wiejska;2020-01-01
26;04;02;4;Bodzentyn;miasto;2020-01-01
26;04;02;5;Bodzentyn;obszar wiejski;2020-01-01
26;04;06;2;Górno;gmina wiejska;2020-01-01
26;04;08;2;Łopuszno;gmina wiejska;2020-01-01
26;04;09;2;Masłów;gmina wiejska;2020-01-01
26;04;11;2;Mniów;gmina wiejska;2020-01-01
26;04;14;2;Piekoszów;gmina wiejska;2020-01-01
26;04;16;2;Raków;gmina wiejska;2020-01-01
26;04;18;2;Strawczyn;gmina wiejska;2020-01-01
26;04;19;2;Zagnańsk;gmina wiejska;2020-01-01
26;05;;;konecki;powiat;2020-01-01
26;06;;;opatowski;powiat;2020-01-01
26;08;;;pińczowski;powiat;2020-01-01
26;09;;;sandomierski;powiat;2020-01-01
26;10;;;skarżyski;powiat;2020-01-01
26;11;;;starachowicki;powiat;2020-01-01
26;12;;;staszowski;powiat;2020-01-01
26;61;;;Kielce;miasto na prawach powiatu;2020-01-01
26;61;01;1;Kielce;gmina miejska;2020-01-01
28;;;;WARMIŃSKO-MAZURSKIE;województwo;2020-01-01
28;06;;;giżycki;powiat;2020-01-01
28;06;01;1;Giżycko;gmina miejska;2020-01-01
28;06;05;2;Kruklanki;gmina wiejska;2020-01-01
28;07;;;iławski;powiat;2020-01-01
28;07;01;1;Iława;gmina miejska;2020-01-01
28;08;;;kętrzyński;powiat;2020-01-01
28;08;01;1;Kętrzyn;gmina miejska;2020-01-01
28;09;;;lidzbarski;powiat;2020-01-01
28;09;01;1;Lidzbark Warmiński;gmina miejska;2020-01-01
28;09;03;2;Lidzbark Warmiński;gmina wiejska;2020-01-01
28;09;05;3;Orneta;gmina miejsko-wiejska;2020-01-01
28;09;05;4;Orneta;miasto;2020-01-01
28;09;05;5;Orneta;obszar wiejski;2020-01-01
28;10;;;mrągowski;powiat;2020-01-01
28;10;01;1;Mrągowo;gmina miejska;2020-01-01
28;12;;;nowomiejski;powiat;2020-01-01
28;12;04;2;Kurzętnik;gmina wiejska;2020-01-01
28;14;;;olsztyński;powiat;2020-01-01
28;14;04;2;Dywity;gmina wiejska;2020-01-01
28;14;09;3;Olsztynek;gmina miejsko-wiejska;2020-01-01
28;14;09;4;Olsztynek;miasto;2020-01-01
28;14;09;5;Olsztynek;obszar wiejski;2020-01-01
28;14;11;2;Stawiguda;gmina wiejska;2020-01-01
28;15;;;ostródzki;powiat;2020-01-01
28;15;01;1;Ostróda;gmina miejska;2020-01-01
28;61;;;Elbląg;miasto na prawach powiatu;2020-01-01
28;61;01;1;Elbląg;gmina miejska;2020-01-01
28;62;;;Olsztyn;miasto na prawach powiatu;2020-01-01
28;62;01;1;Olsztyn;gmina miejska;2020-01-01
30;;;;WIELKOPOLSKIE;województwo;2020-01-01
30;64;;;Poznań;miasto na prawach powiatu;2020-01-01
30;64;01;1;Poznań;gmina miejska;2020-01-01
32;;;;ZACHODNIOPOMORSKIE;województwo;2020-01-01
32;62;;;Szczecin;miasto na prawach powiatu;2020-01-01
32;62;01;1;Szczecin;gmina miejska;2020-01-01
";
